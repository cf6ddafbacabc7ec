import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { AddLateFees } from '#app/billing/actions/add_late_fees'
import { HandOverInvoice } from '#app/billing/actions/hand_over_invoice'
import { ManageBillableItems } from '#app/billing/actions/manage_billable_items'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { checkLedger } from '#app/ledger/index'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { buy, factsAbout, invoicesOf, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock, setPolicies } from '#tests/support/tenants'

const lateFee = {
  kind: 'percent',
  percent: '5',
  afterDays: 10,
  isTaxed: false,
  minimum: { EUR: '250' },
  maximum: {},
}
const addFees = async () => (await app.container.make(AddLateFees)).execute()

function feesIn(tenant: Parameters<typeof as>[0]) {
  return write(tenant, () => db.selectFrom('billable_items').selectAll().orderBy('id').execute())
}

test.group('Late fees', () => {
  test('once, after its day, with its minimum and without tax, on the next invoice', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    await setPolicies(tenant, { lateFee })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    const { invoiceId } = await buy(tenant, planId, { customerId })
    await freezeClock(tenant, '2026-03-19T12:00:00Z')
    assert.equal(await as(tenant, addFees), 0)
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    assert.equal(await as(tenant, addFees), 1)
    assert.equal(await as(tenant, addFees), 0)
    const [fee] = await feesIn(tenant)
    assert.deepEqual(
      [fee!.unit_amount, fee!.description, fee!.late_invoice_id],
      [250n, 'Late fee for invoice INV-000001', invoiceId]
    )
    assert.include(await factsAbout(tenant, invoiceId), 'late_fee.added')

    await pay(tenant, invoiceId)
    await freezeClock(tenant, '2026-04-03T12:00:00Z')
    await as(tenant, async () => (await app.container.make(RaiseRenewalInvoices)).execute())
    const [, renewal] = await invoicesOf(tenant, customerId)
    assert.equal(renewal!.total, 1667n + 250n)
    const lines = await write(tenant, () =>
      db.selectFrom('invoice_lines').select(['kind', 'amount', 'tax_amount']).where('invoice_id', '=', renewal!.id).orderBy('position').execute()
    ) // prettier-ignore
    assert.deepEqual(
      lines.map((line) => [line.kind, line.amount, line.tax_amount]),
      [
        ['plan', 1401n, 266n],
        ['fee', 250n, 0n],
      ]
    )
    const { rows } = await write(tenant, () =>
      sql<{ taxes: { category: string; note: string | null }[] }>`select snapshot->'taxes' as taxes from invoices where id = ${renewal!.id}`.execute(db)
    ) // prettier-ignore
    const exempt = rows[0]!.taxes.find(({ category }) => category === 'E')
    assert.equal(exempt?.note, 'Damages for late payment, not subject to VAT')
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  }).timeout(60_000)

  test('not while a promise holds, an agency collects or money moves; not for a group without; not for what was late before', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-01T12:00:00Z' })
    await setPolicies(tenant, { lateFee: { ...lateFee, since: '2026-03-15' }, handOverDays: 1 })
    const { planId } = await openShop(tenant)
    const open = async () => {
      const customerId = await addAda(tenant)
      return { customerId, ...(await buy(tenant, planId, { customerId })) }
    }
    await open() // Its day was 11 March, before there was a fee.
    await freezeClock(tenant, '2026-03-10T12:00:00Z')
    const [late, promised, handed, paying, friend] = [await open(), await open(), await open(), await open(), await open()] // prettier-ignore
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    await as(tenant, async () => {
      const { invoiceId } = promised
      await (
        await app.container.make(PromisePayment)
      ).keep({ invoiceId, until: '2026-03-25', reason: 'Salary' })
      const agency = { agency: 'Collect GmbH', reference: null, note: null, staffId: null }
      const given = await (await app.container.make(HandOverInvoice)).handOver({ invoiceId: handed.invoiceId, ...agency }) // prettier-ignore
      if (!given.ok) throw new Error(given.error.type)
    })
    await write(tenant, async () => {
      await sql`insert into payments (id, customer_id, gateway_id, invoice_id, amount, currency, capture, status, created_at, updated_at)
        select gen_random_uuid(), ${paying.customerId}, id, ${paying.invoiceId}, 1667, 'EUR', 'automatic', 'processing', now(), now() from gateways`.execute(db)
      await sql`insert into customer_groups (id, code, name, created_at) values (${friend.customerId}, 'friends', 'Friends', now())`.execute(db)
      await sql`update customers set group_id = id, group_since = '2026-01-01' where id = ${friend.customerId}`.execute(db)
      await sql`insert into group_dunning (group_id, policy, updated_at) values (${friend.customerId}, '{}', now())`.execute(db)
    }) // prettier-ignore
    assert.equal(await as(tenant, addFees), 1)
    const [fee] = await feesIn(tenant)
    assert.equal(fee!.customer_id, late.customerId)

    const waive = () => as(tenant, async () => (await app.container.make(ManageBillableItems)).remove({ itemId: fee!.id })) // prettier-ignore
    assert.isTrue((await waive()).ok)
    assert.isFalse((await waive()).ok)
    assert.include(await factsAbout(tenant, late.invoiceId), 'late_fee.waived')
    await freezeClock(tenant, '2026-03-26T12:00:00Z')
    assert.equal(await as(tenant, addFees), 1)
    assert.deepEqual((await feesIn(tenant)).map(({ customer_id }) => customer_id), [late.customerId, promised.customerId]) // prettier-ignore
  }).timeout(60_000)
})
