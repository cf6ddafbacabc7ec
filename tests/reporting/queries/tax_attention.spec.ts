import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { SaveTaxProfile } from '#app/billing/index'
import { AddTaxRate } from '#app/billing/actions/add_tax_rate'
import { AddTaxRegistration } from '#app/billing/actions/add_tax_registration'
import { ConfirmTaxId } from '#app/billing/actions/confirm_tax_id'
import { EndTaxRate } from '#app/billing/actions/end_tax_rate'
import { ImportStandardRates } from '#app/billing/actions/import_standard_rates'
import { listTaxRates } from '#app/billing/records/tax_rates'
import { UpdateCustomer } from '#app/customers/index'
import { listAttention } from '#app/reporting/index'
import { buy, openShop } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** A German seller of one plan. */
async function scene() {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const { planId } = await openShop(tenant)
  await as(tenant, async () => {
    await (await app.container.make(SaveTaxProfile)).execute({
      country: 'DE', taxId: 'DE123456789', isSmallBusiness: false, smallBusinessNote: null, isOverEuThreshold: false,
      pricesIncludeTax: false, taxRounding: 'line',
    }) // prettier-ignore
  })
  return { tenant, planId }
}

/** The alarms about taxes of one kind, with what they name. */
async function alarms(tenant: Tenant, kind: string): Promise<string[]> {
  const found = (await as(tenant, () => listAttention())).find((attention) => attention.kind === kind)
  return (found?.examples ?? []).map(({ label, at }) => `${label} ${at?.toISOString().slice(0, 10) ?? 'now'}`)
}

test.group('Ids confirmed by hand on the overview', () => {
  test('named from 14 days before their end on, where something is still billed, until they are confirmed again', async ({
    assert,
  }) => {
    const { tenant, planId } = await scene()
    const [customerId, onlooker] = [await addAda(tenant), await addAda(tenant)]
    const confirm = (id: string) =>
      as(tenant, async () => {
        const proof = { customerId: id, userId: id, proof: 'Letter of HMRC' }
        await (await app.container.make(ConfirmTaxId)).execute(proof)
      })
    for (const id of [customerId, onlooker]) {
      await as(tenant, async () => {
        const ours = { country: 'GB', tax_id: 'GB123456789' }
        await (await app.container.make(UpdateCustomer)).execute(id, ours)
      })
      await settle(tenant)
      await confirm(id)
    }
    await buy(tenant, planId, { customerId })
    const named = () => alarms(tenant, 'tax_id_lapsing')
    await freezeClock(tenant, '2026-04-16T08:59:00Z')
    assert.deepEqual(await named(), [])
    await freezeClock(tenant, '2026-04-16T09:00:00Z')
    assert.deepEqual(await named(), ['Ada Lindgren · GB123456789 2026-04-30'])
    await freezeClock(tenant, '2026-06-01T09:00:00Z')
    assert.deepEqual(await named(), ['Ada Lindgren · GB123456789 2026-04-30'])
    await confirm(customerId)
    assert.deepEqual(await named(), [])
  })
})

test.group('Missing rates on the overview', () => {
  const german = {
    country: 'DE', region: null, postalPrefix: null, name: 'USt', taxablePercent: '100', kind: 'vat', productKinds: null,
    customerKind: null, isAdditional: false, source: null,
  } as const // prettier-ignore

  test('named from 30 days before the first day without one on, until there is one', async ({ assert }) => {
    const { tenant } = await scene()
    const add = (percent: string, validFrom: string, validUntil: string | null) =>
      as(tenant, async () => {
        const result = await (
          await app.container.make(AddTaxRate)
        ).execute({ ...german, percent, validFrom, validUntil })
        assert.isTrue(result.ok)
      })
    const end = (id: string, on: string) =>
      as(tenant, async () => (await app.container.make(EndTaxRate)).execute({ id, on }))
    const named = () => alarms(tenant, 'tax_rate_missing')
    await add('16', '2026-07-01', '2027-01-01')
    await freezeClock(tenant, '2026-12-15T09:00:00Z')
    assert.deepEqual(await named(), [])
    const rates = await as(tenant, () => inReadTransaction(() => listTaxRates()))
    await end(rates.find(({ validFrom }) => validFrom === '2027-01-01')!.id, '2027-01-01')
    assert.deepEqual(await named(), ['DE 2026-12-31'])
    await freezeClock(tenant, '2027-01-02T09:00:00Z')
    assert.deepEqual(await named(), ['DE now'])
    await add('19', '2027-01-02', null)
    assert.deepEqual(await named(), [])
  })

  test('with OSS and without the rates of the other member states each of them is counted', async ({
    assert,
  }) => {
    const { tenant } = await scene()
    const oss = { country: 'DE', region: null, scheme: 'oss', number: null, validFrom: '2025-01-01', validUntil: null } as const // prettier-ignore
    await as(tenant, async () => (await app.container.make(AddTaxRegistration)).execute(oss))
    const attention = await as(tenant, () => listAttention())
    assert.deepEqual(
      attention.map(({ kind, count, examples }) => [kind, count, examples.length]),
      [['tax_rate_missing', 26, 3]]
    )
    await as(tenant, async () => (await app.container.make(ImportStandardRates)).execute())
    assert.deepEqual(await as(tenant, () => listAttention()), [])
  })
})
