import type { CalendarDate } from '#app/shared/time/calendar'
import type { CollectionFailure } from '#app/billing/domain/collection'
import type { InvoiceKind } from '#app/billing/domain/invoice_draft'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'

/** An issued invoice, without its lines and its snapshot. */
export interface Invoice {
  id: string
  reference: string
  customerId: string
  orderId: string | null
  kind: InvoiceKind
  status: InvoiceStatus
  currency: string
  issuedAt: Date
  issuedOn: CalendarDate
  dueOn: CalendarDate
  subtotal: bigint
  taxTotal: bigint
  total: bigint
  amountDue: bigint
  paidAt: Date | null
  closedAt: Date | null
  collectionStep: number
  nextAttemptAt: Date | null
  lastAttemptAt: Date | null
  /** The last day of a promise to pay: until then the customer is left in peace. */
  promisedUntil: CalendarDate | null
  /** Why the last try to collect it did not work, and the gateway's word for it. */
  collectionFailure: CollectionFailure | null
  collectionFailureCode: string | null
  /** Since when an agency collects it: nothing is charged, mailed or added by itself. */
  handedOverOn: CalendarDate | null
  /**
   * When it was last dunned anew, and how often: money that had paid it was taken back, or it waits for the next invoice no longer. Its days are
   * counted from then.
   */
  reopenedOn: CalendarDate | null
  reopenings: number
}

/**
 * Whether an invoice is charged by itself at all. One that was issued without that has neither a plan nor a trace of a try, and was never
 * opened again, which begins its days anew.
 */
export function isCollected(
  invoice: Pick<Invoice, 'nextAttemptAt' | 'lastAttemptAt' | 'collectionFailure' | 'reopenedOn'>
): boolean {
  return [invoice.nextAttemptAt, invoice.lastAttemptAt, invoice.collectionFailure, invoice.reopenedOn].some(
    (trace) => trace !== null
  )
}

/** The day from which an invoice is dunned: its due date, or the day on which its days began anew. */
export function dunnedFrom({ dueOn, reopenedOn }: Pick<Invoice, 'dueOn' | 'reopenedOn'>): CalendarDate {
  return reopenedOn !== null && reopenedOn > dueOn ? reopenedOn : dueOn
}
