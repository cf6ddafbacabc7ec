import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { FindPricingContext } from '#app/billing/index'
import { CheckDueTaxIds } from '#app/billing/actions/check_due_tax_ids'
import { ConfirmTaxId } from '#app/billing/actions/confirm_tax_id'
import { ImportStandardRates } from '#app/billing/actions/import_standard_rates'
import { SaveTaxProfile } from '#app/billing/actions/save_tax_profile'
import { AddTaxRegistration } from '#app/billing/actions/add_tax_registration'
import { askTaxIdsAt } from '#app/billing/drivers/registry'
import { findTaxId, listTaxIdChecks } from '#app/billing/records/tax_ids'
import { listAttention } from '#app/reporting/index'
import { UpdateCustomer } from '#app/customers/index'
import { apiClientFor } from '#tests/support/api'
import { settle } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { write } from '#tests/support/billing'

const german = { country: 'DE', taxId: 'DE123456789' }

/** A seller with OSS, German unless told otherwise, and Dagny's company in Italy. */
async function scene(from: { country: string; taxId: string | null } = german) {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-01T09:00:00Z')
  await as(tenant, async () => {
    await (await app.container.make(ImportStandardRates)).execute()
    await saveProfile(from)
    await (await app.container.make(AddTaxRegistration)).execute({
      country: 'DE', region: null, scheme: 'oss', number: null, validFrom: '2025-01-01', validUntil: null,
    }) // prettier-ignore
  })
  const dagny = await apiClientFor(tenant, { as: 'customer' })
  return { tenant, customerId: dagny.customerId }
}

async function saveProfile(from: { country: string; taxId: string | null }): Promise<void> {
  await (await app.container.make(SaveTaxProfile)).execute({
    ...from, isSmallBusiness: false, smallBusinessNote: null, isOverEuThreshold: true, pricesIncludeTax: false, taxRounding: 'line',
  }) // prettier-ignore
}

async function change(
  tenant: Tenant,
  customerId: string,
  changes: Record<string, string | null>
): Promise<void> {
  await as(tenant, async () => (await app.container.make(UpdateCustomer)).execute(customerId, changes))
  await settle(tenant)
}

async function taxOf(tenant: Tenant, customerId: string): Promise<string> {
  const wish = { currency: 'EUR', customerId, country: null, productKinds: ['vps'] }
  const { tax } = await as(tenant, async () => (await app.container.make(FindPricingContext)).execute(wish))
  return `${tax.country} ${tax.percent} ${tax.reason}`
}

function taxIdOf(tenant: Tenant, customerId: string) {
  return as(tenant, () => inReadTransaction(() => findTaxId(customerId)))
}

/** The alarms of staff about the register. */
async function registerAlarms(tenant: Tenant): Promise<string[]> {
  const attention = await as(tenant, () => listAttention())
  return attention
    .filter(({ kind }) => kind === 'own_tax_id_refused' || kind === 'tax_register_blocks')
    .map(({ kind, examples }) => `${kind} ${examples[0]!.label}`)
}

async function sweep(tenant: Tenant): Promise<void> {
  await as(tenant, async () => (await app.container.make(CheckDueTaxIds)).execute())
  await settle(tenant)
}

test.group('Tax ids of customers', (group) => {
  const sandbox = useSandbox(group)
  group.each.setup(() => {
    askTaxIdsAt(`${sandbox().url}/taxation_customs/vies/rest-api`)
    return () => askTaxIdsAt('off')
  })

  test('a confirmed id turns the charge around; taking it away turns it back', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    await change(tenant, customerId, { country: 'IT' })
    assert.equal(await taxOf(tenant, customerId), 'IT 22 rate')
    await change(tenant, customerId, { tax_id: 'IT12345678903' })
    assert.equal(await taxOf(tenant, customerId), 'IT 0 reverse_charge')
    const known = await taxIdOf(tenant, customerId)
    assert.deepEqual([known!.status, known!.name], ['valid', 'TRADER IT12345678903'])
    assert.match(known!.consultation!, /^WAPIAAAA/)
    await change(tenant, customerId, { tax_id: 'IT00743110157' })
    assert.equal((await taxIdOf(tenant, customerId))!.value, 'IT00743110157')
    await change(tenant, customerId, { tax_id: null })
    assert.equal(await taxOf(tenant, customerId), 'IT 22 rate')
    assert.isNull(await taxIdOf(tenant, customerId))
  })

  test('an id that is not registered is charged as a consumer', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    await change(tenant, customerId, { country: 'IT', tax_id: 'IT12345679000' })
    assert.equal((await taxIdOf(tenant, customerId))!.status, 'invalid')
    assert.equal(await taxOf(tenant, customerId), 'IT 22 rate')
  })

  test('day 0 VIES is down, an hour later it answers; day 30 it is down again, day 61 nobody is trusted any more', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene()
    await sandbox().fault('vies', 'ms_unavailable')
    await change(tenant, customerId, { country: 'IT', tax_id: 'IT12345678903' })
    const down = await taxIdOf(tenant, customerId)
    assert.deepEqual([down!.status, down!.problem], ['unavailable', 'MS_UNAVAILABLE'])
    assert.equal(await taxOf(tenant, customerId), 'IT 22 rate')

    await sandbox().clearFaults()
    await freezeClock(tenant, '2026-03-01T10:00:00Z')
    await sweep(tenant)
    assert.equal(await taxOf(tenant, customerId), 'IT 0 reverse_charge')

    await sandbox().fault('vies', 'service_unavailable')
    await freezeClock(tenant, '2026-03-31T10:01:00Z')
    await sweep(tenant)
    assert.equal(await taxOf(tenant, customerId), 'IT 0 reverse_charge')
    assert.equal((await taxIdOf(tenant, customerId))!.problem, 'SERVICE_UNAVAILABLE')

    await freezeClock(tenant, '2026-05-01T10:00:00Z')
    assert.equal(await taxOf(tenant, customerId), 'IT 22 rate')
    await sweep(tenant)
    assert.equal((await taxIdOf(tenant, customerId))!.status, 'unavailable')
    const outcomes = await as(tenant, () => inReadTransaction(() => listTaxIdChecks(customerId, 20)))
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).toReversed(), [
      'unavailable',
      'valid',
      'unavailable',
      'unavailable',
    ])
  })

  test('a Swiss seller asks without its own id, which no member state knows', async ({ assert }) => {
    const { tenant, customerId } = await scene({ country: 'CH', taxId: 'CHE-123.456.789 MWST' })
    await change(tenant, customerId, { country: 'IT', tax_id: 'IT12345678903' })
    assert.equal(await taxOf(tenant, customerId), 'IT 0 reverse_charge')
    assert.isNull((await taxIdOf(tenant, customerId))!.consultation)
    assert.lengthOf(await sandbox().requests('vies'), 1)
    assert.deepEqual(await registerAlarms(tenant), [])
  })

  test('where our own id is refused the question is asked without it, and staff are told until it is another or is taken', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene({ country: 'DE', taxId: 'DE 123 456 000' })
    await change(tenant, customerId, { country: 'IT', tax_id: 'IT12345678903' })
    assert.equal(await taxOf(tenant, customerId), 'IT 0 reverse_charge')
    const [check] = await as(tenant, () => inReadTransaction(() => listTaxIdChecks(customerId, 1)))
    assert.containsSubset(check, {
      outcome: 'valid', requester: 'DE123456000', refusal: 'own_id', problem: 'INVALID_REQUESTER_INFO', consultation: null,
    }) // prettier-ignore
    assert.deepEqual(await registerAlarms(tenant), ['own_tax_id_refused DE123456000'])
    await as(tenant, () => saveProfile(german))
    assert.deepEqual(await registerAlarms(tenant), [])
    await change(tenant, customerId, { tax_id: 'IT00743110157' })
    assert.match((await taxIdOf(tenant, customerId))!.consultation!, /^WAPIAAAA/)
    assert.deepEqual(await registerAlarms(tenant), [])
  })

  test('a register that blocks us is asked again after a day, and staff are told until it answers', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene()
    await sandbox().fault('vies', 'ip_blocked')
    await change(tenant, customerId, { country: 'IT', tax_id: 'IT12345678903' })
    const blocked = (await taxIdOf(tenant, customerId))!
    assert.deepEqual([blocked.status, blocked.problem], ['unavailable', 'IP_BLOCKED'])
    assert.equal(blocked.nextCheckAt!.toISOString(), '2026-03-02T09:00:00.000Z')
    assert.deepEqual(await registerAlarms(tenant), ['tax_register_blocks IP_BLOCKED'])

    await sandbox().clearFaults()
    await sandbox().fault('vies', 'ms_unavailable')
    await freezeClock(tenant, '2026-03-02T09:00:00Z')
    await sweep(tenant)
    assert.deepEqual(await registerAlarms(tenant), ['tax_register_blocks IP_BLOCKED'])

    await sandbox().clearFaults()
    await freezeClock(tenant, '2026-03-03T09:00:00Z')
    await sweep(tenant)
    assert.equal(await taxOf(tenant, customerId), 'IT 0 reverse_charge')
    assert.deepEqual(await registerAlarms(tenant), [])
  })

  test('staff vouch for an id that nobody can be asked about', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    await change(tenant, customerId, { country: 'GB', tax_id: 'GB123456789' })
    const known = await taxIdOf(tenant, customerId)
    assert.deepEqual([known!.status, known!.nextCheckAt], ['unchecked', null])
    assert.equal(await taxOf(tenant, customerId), 'GB 0 not_registered')
    await as(tenant, async () => {
      const confirm = await app.container.make(ConfirmTaxId)
      await confirm.execute({ customerId, userId: customerId, proof: 'HMRC letter of 3 May' })
    })
    assert.equal(await taxOf(tenant, customerId), 'GB 0 reverse_charge')
  })

  test('answers that were given are never rewritten', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    await change(tenant, customerId, { country: 'IT', tax_id: 'IT12345678903' })
    await assert.rejects(() =>
      write(tenant, () => db.updateTable('tax_id_checks').set({ outcome: 'invalid' }).execute())
    )
  })
})
