import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import type { Money } from '#app/shared/money/money'

export const receivedMethods = ['bank_transfer', 'cash', 'cheque', 'other'] as const
export type ReceivedMethod = (typeof receivedMethods)[number]

/** Money that came in beside the gateways, as staff recorded it. */
export interface ReceivedPayment {
  id: string
  customerId: string
  method: ReceivedMethod
  money: Money
  receivedOn: CalendarDate
  /** What the bank statement or the receipt says. */
  reference: string
  note: string | null
  /** What of it paid invoices at once; the rest went to the customer balance. */
  appliedAmount: bigint
  recordedAt: Date
  /** The movement on the bank account behind it; null where staff typed it in. */
  bankMovementId: string | null
  /** When it was taken back. */
  reversedAt: Date | null
}

/** Who takes a recorded payment back: staff, staff who undo a match, or the bank that gave the money back. */
export const reversalCauses = ['staff', 'undone', 'returned'] as const
export type ReversalCause = (typeof reversalCauses)[number]

export type ReceivedOnRefusal = { type: 'received_in_the_future' | 'received_too_long_ago' }

const daysBackMax = 731

/** What arrives is recorded with its day, which has come and is not older than two years: anything else is a slip of the pen. */
export function findReceivedOnRefusal(
  receivedOn: CalendarDate,
  today: CalendarDate
): ReceivedOnRefusal | null {
  if (receivedOn > today) return { type: 'received_in_the_future' }
  return receivedOn < addDays(today, -daysBackMax) ? { type: 'received_too_long_ago' } : null
}
