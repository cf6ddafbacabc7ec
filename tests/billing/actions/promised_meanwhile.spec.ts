import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { CollectDueInvoices } from '#app/billing/actions/collect_due_invoices'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { CollectInvoice } from '#app/billing/index'
import { addAda } from '#tests/support/customers'
import { holdRow } from '#tests/support/held_row'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle, settleOnly } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('A promise that is made while invoices are collected', (group) => {
  const sandbox = useSandbox(group)

  /** So many invoices that are to be tried now, of a customer with a card, in the order of the sweep. */
  async function openShop(count: number) {
    const tenant = await createTenant()
    await freezeClock(tenant, '2026-03-08T12:00:00Z')
    const customerId = await addAda(tenant)
    await connectStripe(tenant, sandbox())
    await saveCard({ tenant, customerId }, sandbox(), 'pm_card_visa')
    // What is due is tried when a card is saved: that is over before anything is due.
    await settle(tenant)
    const invoiceIds: string[] = []
    for (let index = 0; index < count; index += 1)
      invoiceIds.push(await addInvoice(tenant, customerId, { amount: 1401n }))
    return { tenant, customerId, invoiceIds: invoiceIds.toSorted() }
  }
  type Shop = Awaited<ReturnType<typeof openShop>>

  const promise = async ({ tenant }: Shop, invoiceId: string) => {
    const action = await app.container.make(PromisePayment)
    const kept = await as(tenant, () => action.keep({ invoiceId, until: '2026-03-14', reason: 'Salary' }))
    if (!kept.ok) throw new Error(kept.error.type)
  }
  const charged = ({ tenant }: Shop) =>
    as(tenant, () =>
      inReadTransaction(async () =>
        (await db.selectFrom('payments').select('invoice_id').execute()).map((row) => row.invoice_id)
      )
    )
  const seen = ({ tenant }: Shop, invoiceId: string) =>
    as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('invoices')
          .select(['status', 'next_attempt_at'])
          .where('id', '=', invoiceId)
          .executeTakeFirstOrThrow()
      )
    )

  test('while the sweep is at another invoice: it is left in peace until the day after', async ({
    assert,
  }) => {
    const shop = await openShop(2)
    const [first, second] = shop.invoiceIds as [string, string]
    await due(shop)
    const collect = await app.container.make(CollectDueInvoices)
    const row = await holdRow(shop.tenant, 'invoices', first)
    const swept = as(shop.tenant, () => collect.execute())
    await row.wanted()
    await promise(shop, second)
    await row.letGo()
    await swept
    await settleOnly(shop.tenant, [])
    assert.deepEqual(await charged(shop), [first])
    const { status, next_attempt_at: next } = await seen(shop, second)
    assert.deepEqual([status, next?.toISOString()], ['open', '2026-03-15T05:00:00.000Z'])
  }).timeout(120_000)

  test('between the try and its charge: nothing is charged', async ({ assert }) => {
    const shop = await openShop(1)
    const [invoiceId] = shop.invoiceIds as [string]
    const collect = await app.container.make(CollectInvoice)
    await as(shop.tenant, () => collect.execute({ invoiceId }))
    await promise(shop, invoiceId)
    await settle(shop.tenant)
    assert.deepEqual(await charged(shop), [])
    assert.equal((await seen(shop, invoiceId)).next_attempt_at?.toISOString(), '2026-03-15T05:00:00.000Z')
  }).timeout(120_000)

  test('before staff have it tried all the same: it is charged', async ({ assert }) => {
    const shop = await openShop(1)
    const [invoiceId] = shop.invoiceIds as [string]
    await promise(shop, invoiceId)
    const collect = await app.container.make(CollectInvoice)
    await as(shop.tenant, () => collect.execute({ invoiceId }))
    await settle(shop.tenant)
    assert.deepEqual(await charged(shop), [invoiceId])
  }).timeout(120_000)
})

function due({ tenant }: { tenant: Parameters<typeof as>[0] }): Promise<unknown> {
  return as(tenant, () =>
    inTransaction(() => sql`update invoices set next_attempt_at = '2026-03-08T06:00:00Z'`.execute(db))
  )
}
