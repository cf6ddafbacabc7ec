import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { AddTaxRegistration, SaveTaxProfile } from '#app/billing/index'
import { AddTaxExemption } from '#app/billing/actions/add_tax_exemption'
import { AddTaxRate } from '#app/billing/actions/add_tax_rate'
import { ConfirmTaxId } from '#app/billing/actions/confirm_tax_id'
import { UpdateCustomer } from '#app/customers/index'
import { buy, invoicesOf, live, openShop, pay, write } from '#tests/support/billing'
import { preview, request, startService } from '#tests/support/changes'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const rate = {
  region: null, postalPrefix: null, taxablePercent: '100', kind: 'vat', productKinds: null, customerKind: null, isAdditional: false,
  source: null, validUntil: null,
} as const // prettier-ignore

/** A German seller with OSS; the customer lives in Italy, where the rate rises on 15 April. */
async function moveToItaly(
  tenant: Tenant,
  { customerId, from }: { customerId: string; from: string }
): Promise<void> {
  await as(tenant, async () => {
    await (await app.container.make(SaveTaxProfile)).execute({
      country: 'DE', taxId: null, isSmallBusiness: false, smallBusinessNote: null, isOverEuThreshold: true, pricesIncludeTax: false,
      taxRounding: 'line',
    }) // prettier-ignore
    const oss = {
      country: 'DE',
      region: null,
      scheme: 'oss',
      number: null,
      validFrom: '2025-01-01',
      validUntil: null,
    } as const
    await (await app.container.make(AddTaxRegistration)).execute(oss)
    const addRate = await app.container.make(AddTaxRate)
    await addRate.execute({ ...rate, country: 'IT', name: 'IVA', percent: '22', validFrom: from })
    await addRate.execute({ ...rate, country: 'IT', name: 'IVA', percent: '24', validFrom: '2026-04-15' })
    await (await app.container.make(UpdateCustomer)).execute(customerId, { country: 'IT' })
  })
  await settle(tenant)
}

/** Ada lives in Italy. */
async function scene() {
  const tenant = await createTenant({ at: '2026-01-15T12:00:00Z' })
  const { planId } = await openShop(tenant)
  const customerId = await addAda(tenant)
  await moveToItaly(tenant, { customerId, from: '2026-01-15' })
  return { tenant, planId, customerId }
}

test.group('Taxes of a subscription', () => {
  test('January as a consumer, February with a confirmed id, March with a certificate, April at the new rate', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await scene()
    // What the customer has when the invoice of a month is made decides it; the order is older than its profile.
    const bought = await buy(tenant, planId, { customerId })
    await pay(tenant, bought.invoiceId)
    const renew = async (month: string) => {
      await live(tenant, { from: `2026-${month}-08`, until: `2026-${month}-08` })
      const invoice = (await invoicesOf(tenant, customerId)).at(-1)!
      await pay(tenant, invoice.id)
      const { rows } = await write(tenant, () =>
        sql<{ tax: { percent: string; category: string; note: string | null } }>`
          select snapshot -> 'taxes' -> 0 as tax from invoices where id = ${invoice.id}`.execute(db)
      )
      const { percent, category, note } = rows[0]!.tax
      return `${invoice.total} ${percent} ${category} ${note}`
    }

    await as(tenant, async () => {
      await (await app.container.make(UpdateCustomer)).execute(customerId, { tax_id: 'IT12345678903' })
    })
    await settle(tenant)
    await as(tenant, async () => {
      await (
        await app.container.make(ConfirmTaxId)
      ).execute({ customerId, userId: customerId, proof: 'Extract' })
    })
    assert.equal(await renew('02'), '1401 0 AE Reverse charge')

    await as(tenant, async () => {
      await (await app.container.make(UpdateCustomer)).execute(customerId, { tax_id: null })
      await (await app.container.make(AddTaxExemption)).execute({
        customerId, country: 'IT', region: null, certificate: 'C-7', document: null, validFrom: '2026-03-01',
        validUntil: '2026-04-01', createdBy: customerId,
      }) // prettier-ignore
    })
    await settle(tenant)
    assert.equal(await renew('03'), '1401 0 E Exempt from tax, certificate C-7')
    assert.equal(await renew('04'), '1737 24 S null')
  })

  test('a period that lies ahead is charged anew under the tax of its first day', async ({ assert }) => {
    const running = await startService('2026-03-15T12:00:00Z')
    const { tenant, customerId, plan } = running
    await moveToItaly(tenant, { customerId, from: '2026-03-15' })
    await live(tenant, { from: '2026-04-08', until: '2026-04-08' })
    await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
    await freezeClock(tenant, '2026-04-10T10:00:00Z')
    const wish = { planId: plan('vps-m') }
    const percents = async () => {
      const shown = await preview(running, wish)
      if (!shown.ok) throw new Error(shown.error.type)
      const { document, renewal } = shown.value
      return [...document!.lines, ...renewal.lines].map(({ taxPercent }) => taxPercent)
    }
    // The rest of the running period today, the one from 15 April as it was invoiced, and what comes after.
    assert.deepEqual(await percents(), ['19', '24', '22', '24', '24'])
    await as(
      tenant,
      async () =>
      (await app.container.make(AddTaxExemption)).execute({
        customerId, country: 'IT', region: null, certificate: 'C-8', document: null, validFrom: '2026-04-10', validUntil: '2026-04-15',
        createdBy: customerId,
      }) // prettier-ignore
    )
    assert.deepEqual(await percents(), ['19', '24', '0', '24', '24'], 'it ends before the period begins')
    assert.isTrue((await request(running, wish)).ok)
    const { rows } = await write(tenant, () =>
      sql<{ percents: string[] }>`
        select array(select l ->> 'tax_percent' from json_array_elements(snapshot -> 'lines') l) as percents
          from invoices where kind = 'change'`.execute(db)
    )
    assert.deepEqual(rows[0]!.percents.map(Number), [19, 24, 0, 24])
  }).timeout(120_000)
})
