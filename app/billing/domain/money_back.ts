import { err, ok, type Result } from '#app/shared/result'
import { decideRefund, type RefundablePayment, refundableOf, type RefundRefusal } from '#app/payments/index'

/** What a refund would move, in minor units. */
export interface MoneyBack {
  /** Less is due on the invoice. */
  lessDue: bigint
  /** What the credit note gives to the balance, of which the refund is taken. */
  toBalance: bigint
  /** What goes back. */
  amount: bigint
  /** What of the credit note stays on the customer balance. */
  stays: bigint
}

export type MoneyBackRefusal = RefundRefusal | { type: 'nothing_paid' }

/**
 * How much goes back when a part of an invoice is taken back, or without one. As much as was paid of it and as the payment has left; what
 * a payment cannot take stays on the balance, where another one of the customer may take it.
 */
export function decideMoneyBack({
  credited,
  asked,
  free,
  payment,
}: {
  /** What is taken back of an invoice, tax in it, and what is due on it; null for money on the balance. */
  credited: { total: bigint; amountDue: bigint } | null
  /** How much of the balance, where no invoice says. */
  asked: bigint
  /** What is free on the balance before. */
  free: bigint
  payment: RefundablePayment | null
}): Result<MoneyBack, MoneyBackRefusal> {
  const lessDue = credited ? smaller(credited.total, credited.amountDue) : 0n
  const toBalance = credited ? credited.total - lessDue : 0n
  if (credited && toBalance === 0n) return err({ type: 'nothing_paid' })
  const left = payment ? refundableOf(payment) : toBalance
  // Nothing left is refused below, with the reason.
  const wanted = credited ? (left > 0n ? smaller(toBalance, left) : toBalance) : asked
  const decision = decideRefund({ amount: wanted, free: free + toBalance, payment })
  if (!decision.ok) return decision
  const amount = decision.value
  return ok({ lessDue, toBalance, amount, stays: credited ? toBalance - amount : 0n })
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
