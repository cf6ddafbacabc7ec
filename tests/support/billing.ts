import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { addDays } from '#app/shared/time/calendar'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { SettleInvoice } from '#app/billing/index'
import { ActivateOrder, CreateSubscriptions, RestoreSubscriptions } from '#app/subscriptions/index'
import { insertOrder, type Ordered } from '#tests/support/placed_order'
import { as, freezeClock } from '#tests/support/tenants'
import { settle } from '#tests/support/settle'

export interface Bought {
  orderId: string
  invoiceId: string
  subscriptionIds: string[]
}

/** German tax of 19 %, and one plan to sell. */
export async function openShop(tenant: Tenant): Promise<{ planId: string }> {
  const [productId, planId] = [newId(), newId()]
  await write(tenant, async () => {
    const at = '2026-01-01T00:00:00Z'
    await db
      .insertInto('tax_rates')
      .values({ id: newId(), country: 'DE', name: 'USt', percent: '19', valid_from: '2021-01-01' })
      .execute()
    await db
      .insertInto('products')
      .values({ id: productId, slug: 'vps', kind: 'vps', name: 'VPS', created_at: at })
      .execute()
    await db
      .insertInto('plans')
      .values({
        id: planId,
        product_id: productId,
        slug: 'vps-m',
        name: 'VPS M',
        spec: JSON.stringify({}),
        panel_driver: 'virtfusion',
        panel_package: JSON.stringify({}),
        created_at: at,
      })
      .execute()
    await db
      .insertInto('gateways')
      .values({ id: newId(), driver: 'stripe', name: 'Cards', secrets: JSON.stringify({}), created_at: at })
      .execute()
  })
  return { planId }
}

/** An order whose servers run: agreements made, first periods begun, first invoice issued and open. */
export async function buy(tenant: Tenant, planId: string, ordered: Ordered): Promise<Bought> {
  const orderId = await write(tenant, () => insertOrder(planId, ordered))
  return as(tenant, async () => {
    const created = await (await app.container.make(CreateSubscriptions)).execute({ orderId })
    const invoice = await (await app.container.make(ActivateOrder)).execute({ orderId })
    if (!created.ok || !invoice.ok) throw new Error('The order did not become subscriptions')
    // By the hour nothing is invoiced at first.
    return { orderId, invoiceId: invoice.value?.id ?? '', subscriptionIds: created.value }
  })
}

/** Money for an invoice comes in through a gateway: booked to the balance, applied, and what was stopped runs again. */
export async function pay(tenant: Tenant, invoiceId: string): Promise<string> {
  const paymentId = newId()
  await write(tenant, async () => {
    const invoice = await db
      .selectFrom('invoices')
      .selectAll()
      .where('id', '=', invoiceId)
      .executeTakeFirstOrThrow()
    const gateway = await db.selectFrom('gateways').select('id').executeTakeFirstOrThrow()
    const money = { amount: invoice.amount_due, currency: invoice.currency }
    await db
      .insertInto('payments')
      .values({
        id: paymentId,
        customer_id: invoice.customer_id,
        gateway_id: gateway.id,
        invoice_id: invoiceId,
        ...money,
        capture: 'automatic',
        status: 'succeeded',
        captured_amount: money.amount,
        created_at: invoice.issued_at,
        updated_at: invoice.issued_at,
      })
      .execute()
    const postEntries = await app.container.make(PostEntries)
    const postings = [
      debit(chart.cash('stripe'), money),
      credit(chart.customerBalance(invoice.customer_id), money),
    ]
    await postEntries.execute([{ kind: 'payment_received', causeId: paymentId, postings }])
    await (await app.container.make(SettleInvoice)).execute({ invoiceId, paymentId, amount: money.amount })
  })
  // What follows is another transaction, as ever: subscriptions are locked before invoices.
  await as(tenant, async () => (await app.container.make(RestoreSubscriptions)).execute({ invoiceId }))
  return paymentId
}

/** Lets days pass one by one, at noon UTC, with everything that falls due on them. The last one is lived as well. */
export async function live(
  tenant: Tenant,
  { from, until, eachDay }: { from: string; until: string; eachDay?: (day: string) => Promise<void> }
): Promise<void> {
  for (let day = from; day <= until; day = addDays(day, 1)) {
    await freezeClock(tenant, `${day}T12:00:00Z`)
    await settle(tenant)
    await eachDay?.(day)
  }
}

export interface InvoiceSeen {
  id: string
  reference: string
  status: string
  issued_on: string
  due_on: string
  total: bigint
  amount_due: bigint
  kind: string
  collection_step: number
  next_attempt_at: Date | null
}

export function invoicesOf(tenant: Tenant, customerId: string): Promise<InvoiceSeen[]> {
  return write(tenant, () =>
    db
      .selectFrom('invoices')
      .select(['id', 'reference', 'status', 'issued_on', 'due_on', 'total', 'amount_due', 'kind'])
      .select(['collection_step', 'next_attempt_at'])
      .where('customer_id', '=', customerId)
      .orderBy('number')
      .execute()
  )
}

export function subscriptionSeen(tenant: Tenant, id: string) {
  return write(tenant, () =>
    db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  )
}

/** The names of the facts about a subject, oldest first. */
export function factsAbout(tenant: Tenant, subjectId: string): Promise<string[]> {
  return write(tenant, async () => {
    const rows = await db
      .selectFrom('events')
      .select('type')
      .where('subject_id', '=', subjectId)
      .orderBy('seq')
      .execute()
    return rows.map((row) => row.type)
  })
}

export function write<T>(tenant: Tenant, run: () => Promise<T>): Promise<T> {
  return as(tenant, () => inTransaction(run))
}
