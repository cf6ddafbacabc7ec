import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Invoices } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { CollectionFailure } from '#app/billing/domain/collection'
import type { Invoice } from '#app/billing/domain/invoice'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'
import { invoicesPerPaymentMax } from '#app/billing/domain/pay_together'

/** All that an issued invoice is, without the large snapshot and its seal. */
export const invoiceColumns = [
  'id',
  'reference',
  'customer_id',
  'order_id',
  'kind',
  'status',
  'currency',
  'issued_at',
  'issued_on',
  'due_on',
  'subtotal',
  'tax_total',
  'total',
  'amount_due',
  'paid_at',
  'closed_at',
  'collection_step',
  'next_attempt_at',
  'last_attempt_at',
  'promised_until',
  'collection_failure',
  'collection_failure_code',
  'handed_over_on',
  'reopened_on',
  'reopenings',
] as const

export type InvoiceRow = Pick<Selectable<Invoices>, (typeof invoiceColumns)[number]>

export function toInvoice(row: InvoiceRow): Invoice {
  return {
    id: row.id,
    reference: row.reference,
    customerId: row.customer_id,
    orderId: row.order_id,
    kind: row.kind as Invoice['kind'],
    status: row.status as InvoiceStatus,
    currency: row.currency,
    issuedAt: row.issued_at,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    subtotal: row.subtotal,
    taxTotal: row.tax_total,
    total: row.total,
    amountDue: row.amount_due,
    paidAt: row.paid_at,
    closedAt: row.closed_at,
    collectionStep: row.collection_step,
    nextAttemptAt: row.next_attempt_at,
    lastAttemptAt: row.last_attempt_at,
    promisedUntil: row.promised_until,
    collectionFailure: row.collection_failure as CollectionFailure | null,
    collectionFailureCode: row.collection_failure_code,
    handedOverOn: row.handed_over_on,
    reopenedOn: row.reopened_on,
    reopenings: row.reopenings,
  }
}

export async function findInvoiceRow(id: string): Promise<Invoice | null> {
  const row = await db.selectFrom('invoices').select(invoiceColumns).where('id', '=', id).executeTakeFirst()
  return row ? toInvoice(row) : null
}

export async function lockInvoice(id: string): Promise<Invoice | null> {
  const row = await db
    .selectFrom('invoices')
    .select(invoiceColumns)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toInvoice(row) : null
}

export interface InvoiceChanges {
  status?: InvoiceStatus
  amountDue?: bigint
  paidAt?: Date | null
  closedAt?: Date | null
  collectionStep?: number
  nextAttemptAt?: Date | null
  lastAttemptAt?: Date
  promisedUntil?: string | null
  collectionFailure?: CollectionFailure | null
  collectionFailureCode?: string | null
  handedOverOn?: string | null
  reopenedOn?: string | null
  reopenings?: number
}

export async function updateInvoice(invoice: Invoice, changes: InvoiceChanges): Promise<void> {
  tell(
    db
      .updateTable('invoices')
      .set({
        status: changes.status,
        amount_due: changes.amountDue,
        paid_at: changes.paidAt,
        closed_at: changes.closedAt,
        collection_step: changes.collectionStep,
        next_attempt_at: changes.nextAttemptAt,
        last_attempt_at: changes.lastAttemptAt,
        promised_until: changes.promisedUntil,
        collection_failure: changes.collectionFailure,
        collection_failure_code: changes.collectionFailureCode,
        handed_over_on: changes.handedOverOn,
        reopened_on: changes.reopenedOn,
        reopenings: changes.reopenings,
      })
      .where('id', '=', invoice.id)
      .compile()
  )
}

/** Open invoices whose next try is due, oldest first. */
export async function listInvoicesToCollect(now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('invoices')
    .select('id')
    .where('status', '=', 'open')
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Open invoices of a customer that are due on or before a day and that no agency has, oldest first. */
export async function listDueInvoices(input: { customerId: string; dueUntil: string }): Promise<Invoice[]> {
  const rows = await db
    .selectFrom('invoices')
    .select(invoiceColumns)
    .where('customer_id', '=', input.customerId)
    .where('status', '=', 'open')
    .where('due_on', '<=', input.dueUntil)
    .where('handed_over_on', 'is', null)
    .orderBy('due_on')
    .orderBy('id')
    .execute()
  return rows.map(toInvoice)
}

/**
 * Whether money is on its way for an invoice: nothing may be decided about it until the answer is known. A payment that waits for
 * the customer is not: they may never come back, and what they pay later stays on their balance.
 */
export async function hasPaymentUnderWay(invoiceId: string): Promise<boolean> {
  return (await findPaymentsUnderWay([invoiceId])).length > 0
}

/** The invoices for which money is on its way, alone or in a payment for several. */
export async function findPaymentsUnderWay(invoiceIds: readonly string[]): Promise<string[]> {
  const isMoving = sql`(p.status in ('processing', 'authorised', 'unknown') or p.pending_call is not null
    or (p.status = 'succeeded' and p.applied_at is null))`
  const { rows } = await sql<{ id: string }>`
    select p.invoice_id as id from payments p where p.invoice_id = any(${invoiceIds}::uuid[]) and ${isMoving}
     union
    select t.invoice_id from payment_parts t join payments p on p.tenant_id = t.tenant_id and p.id = t.payment_id
     where t.invoice_id = any(${invoiceIds}::uuid[]) and ${isMoving}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Locks invoices of a customer, always in one order, so that two who want some of the same never wait in a circle. */
export async function lockInvoicesOf(
  customerId: string,
  invoiceIds: readonly string[]
): Promise<Map<string, Invoice>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('invoices')
    .select(invoiceColumns)
    .where('customer_id', '=', customerId)
    .where('id', 'in', invoiceIds)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return new Map(rows.map((row) => [row.id, toInvoice(row)]))
}

/**
 * Locks the invoices that pay for the days of a subscription from a day on, always in the same order: whoever gives back what they paid
 * and whoever credits it wait for each other. Within the caller's transaction, with the subscription locked before.
 */
export async function lockPayingInvoices(subscriptionId: string, from: CalendarDate): Promise<void> {
  await sql`
    select i.id from invoices i
     where i.id in (
       select coalesce(p.changed_by_invoice_id, p.invoice_id) from subscription_periods p
        where p.subscription_id = ${subscriptionId} and p.period_ends_on > ${from} and p.ended_early_on is null)
     order by i.id for no key update`.execute(db)
}

/** What a customer may pay in one currency, what was due first first. */
export async function listOpenInvoiceIds(input: { customerId: string; currency: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('invoices')
    .select('id')
    .where('customer_id', '=', input.customerId)
    .where('currency', '=', input.currency)
    .where('status', '=', 'open')
    .where('amount_due', '>', 0n)
    .orderBy('due_on')
    .orderBy('id')
    .limit(invoicesPerPaymentMax)
    .execute()
  return rows.map((row) => row.id)
}
