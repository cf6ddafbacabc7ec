import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { sql } from 'kysely'
import { CreditInvoice } from '#app/billing/index'
import { ManageBillableItems } from '#app/billing/actions/manage_billable_items'
import type { ConfiguredItem } from '#app/catalogue/index'
import { checkLedger } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { CancelSubscription } from '#app/subscriptions/index'
import { buy, invoicesOf, live, pay, write } from '#tests/support/billing'
import { periodsOf, request, type Running, startService } from '#tests/support/changes'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

/** Two servers of one customer and one of each of two others, half a month old. */
async function scene() {
  const first = await startService('2026-04-01T00:00:00+02:00')
  const { tenant, plan } = first
  const own = { ...first, invoiceId: (await invoicesOf(tenant, first.customerId))[0]!.id }
  const { content } = await write(tenant, () =>
    db.selectFrom('order_lines').select('content').executeTakeFirstOrThrow()
  )
  const others = []
  for (const customerId of [first.customerId, await addAda(tenant), await addAda(tenant)]) {
    const { invoiceId, subscriptionIds } = await buy(tenant, plan('vps-s'), {
      customerId,
      content: content as unknown as ConfiguredItem,
    })
    await pay(tenant, invoiceId)
    others.push({ tenant, plan, customerId, invoiceId, subscriptionId: subscriptionIds[0]! })
  }
  await settle(tenant)
  await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
  return [own, ...others] as (Running & { invoiceId: string })[]
}

type Scene = Awaited<ReturnType<typeof scene>>

async function upgrade(running: Running, wish: Parameters<typeof request>[1]): Promise<void> {
  const asked = await request(running, wish)
  if (!asked.ok) throw new Error(asked.error.type)
  await payAll(running.tenant, running.customerId)
}

async function payAll(tenant: Tenant, customerId: string): Promise<void> {
  for (const { id, status } of await invoicesOf(tenant, customerId)) {
    if (status === 'open') await pay(tenant, id)
  }
}

async function credit({ tenant, invoiceId }: Scene[number], amount: bigint): Promise<void> {
  const action = await app.container.make(CreditInvoice)
  const wish = { invoiceId, wish: { of: 'amount' as const, amount }, reason: 'An outage' }
  const note = await as(tenant, () => action.execute(wish))
  if (!note.ok) throw new Error(note.error.type)
}

/** Things that happen on one afternoon, none of which has to do with another. */
const events: ((scene: Scene) => Promise<unknown>)[] = [
  ([own]) => upgrade(own!, { planId: own!.plan('vps-m') }),
  ([, second]) => upgrade(second!, { planId: second!.plan('vps-l') }),
  ([own]) =>
    as(own!.tenant, async () =>
      (await app.container.make(ManageBillableItems)).add({
        kind: 'item',
        description: 'Migration',
        quantity: 3,
        unitAmount: 333n,
        customerId: own!.customerId,
        staffId: null,
      })
    ),
  ([, , other]) => credit(other!, 401n),
  ([, , , last]) => credit(last!, 333n),
  ([, , , last]) =>
    as(last!.tenant, async () => {
      const cancel = await app.container.make(CancelSubscription)
      return cancel.execute({ subscriptionId: last!.subscriptionId, when: 'period_end', reason: 'moving' })
    }),
]

/** Everything that a customer or a bookkeeper could see of it, without what only tells when: numbers and ids. */
async function outcome(running: Scene) {
  const { tenant } = running[0]!
  const names = new Map(running.flatMap((one, at) => [[one.customerId, `customer ${at}`], [one.subscriptionId, `subscription ${at}`]])) // prettier-ignore
  const named = (text: string) => [...names].reduce((all, [id, name]) => all.replaceAll(id, name), text)
  return write(tenant, async () => {
    const lines = await sql<{ line: string }>`
      select concat_ws(' | ', i.customer_id, i.kind, i.status, i.issued_on, i.due_on, i.total, i.amount_due, l.subscription_id, l.description, l.amount,
                       l.tax_amount, l.period_starts_on, l.period_ends_on) as line
        from invoices i join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id`.execute(db)
    const notes = await sql<{ line: string }>`
      select concat_ws(' | ', customer_id, subtotal, tax_total, issued_on) as line from credit_notes`.execute(
      db
    )
    const accounts = await sql<{ line: string }>`
      select concat_ws(' ', code, currency, balance) as line from ledger_accounts where balance <> 0`.execute(
      db
    )
    const subscriptions = await sql<{ line: string }>`
      select concat_ws(' | ', s.id, s.status, p.slug, s.recurring_amount, s.renews_on, s.anchor_day, s.cancel_at_period_end) as line
        from subscriptions s join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id`.execute(db)
    const seen = [lines, notes, accounts, subscriptions].map(({ rows }) =>
      rows.map(({ line }) => named(line)).toSorted()
    )
    return { seen, differences: (await checkLedger()).differences }
  })
}

/** Lets them happen in an order, and the next renewals come, take what is on balances, and be paid. */
async function lived(order: readonly number[]) {
  const running = await scene()
  const { tenant } = running[0]!
  for (const event of order) await events[event]!(running)
  await settle(tenant)
  await live(tenant, { from: '2026-04-24', until: '2026-04-24' })
  await live(tenant, { from: '2026-05-01', until: '2026-05-01' })
  for (const customerId of new Set(running.map((one) => one.customerId))) await payAll(tenant, customerId)
  return { ...(await outcome(running)), periods: await Promise.all(running.map(periodsOf)) }
}

test.group('Events that have nothing to do with each other', () => {
  test('lead to the same invoices, agreements and books in whatever order they happen', async ({
    assert,
  }) => {
    const inOrder = events.map((_, index) => index)
    const expected = await lived(inOrder)
    assert.deepEqual(expected.differences, [])
    assert.include(expected.seen.flat(), 'customer_balance:customer 3 EUR -333')
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), async (order) => {
        assert.deepEqual(await lived(order), expected)
      }),
      { numRuns: 3 }
    )
  })
})
