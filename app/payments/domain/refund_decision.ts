import { err, ok, type Result } from '#app/shared/result'
import type { PaymentStatus } from '#app/payments/domain/payment'

/** What is known of the payment that money is to go back on. Amounts in minor units of its currency. */
export interface RefundablePayment {
  status: PaymentStatus
  captured: bigint
  /** Whether its money was applied to what it was paid for; until then it may not leave. */
  isApplied: boolean
  /** What went back already or is on its way. */
  givenBack: bigint
  /** What banks or customers took back or are disputing now. */
  disputed: bigint
  hasOpenDispute: boolean
  /** What its gateway can do. */
  ability: 'none' | 'whole' | 'partial' | 'claimed'
}

export type RefundRefusal =
  | { type: 'amount_not_positive' }
  | { type: 'payment_not_taken' | 'payment_not_applied' | 'payment_disputed' | 'refunds_not_possible' }
  /** The gateway gives back all or nothing; `limit` is all. */
  | { type: 'only_whole'; limit: bigint }
  /** `limit` is what can still go back on this payment. */
  | { type: 'more_than_payment'; limit: bigint }
  /** `limit` is what is free on the balance. */
  | { type: 'more_than_balance'; limit: bigint }

/** The most that can still go back to the source of a payment. */
export function refundableOf({ status, captured, givenBack, disputed, ability }: RefundablePayment): bigint {
  if (status !== 'succeeded' || ability === 'none') return 0n
  const left = captured - givenBack - disputed
  return left > 0n ? left : 0n
}

/**
 * Whether so much may go back. Refunded is what the customer balance holds free, credit notes of the same moment in it: money that paid an
 * invoice goes back only when the invoice is taken back.
 * @param payment null for another way, which no gateway limits
 */
export function decideRefund({
  amount,
  free,
  payment,
}: {
  amount: bigint
  free: bigint
  payment: RefundablePayment | null
}): Result<bigint, RefundRefusal> {
  if (amount <= 0n) return err({ type: 'amount_not_positive' })
  const refusal = payment && refuseByPayment(payment, amount)
  if (refusal) return err(refusal)
  if (amount > free) return err({ type: 'more_than_balance', limit: free > 0n ? free : 0n })
  return ok(amount)
}

function refuseByPayment(payment: RefundablePayment, amount: bigint): RefundRefusal | null {
  if (payment.status !== 'succeeded') return { type: 'payment_not_taken' }
  if (!payment.isApplied) return { type: 'payment_not_applied' }
  if (payment.ability === 'none') return { type: 'refunds_not_possible' }
  if (payment.hasOpenDispute) return { type: 'payment_disputed' }
  const limit = refundableOf(payment)
  if (amount > limit) return { type: 'more_than_payment', limit }
  if (payment.ability === 'whole' && amount !== payment.captured) {
    return { type: 'only_whole', limit: payment.captured }
  }
  return null
}
