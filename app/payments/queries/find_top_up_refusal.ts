import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import { decideTopUp, type TopUpRefusal } from '#app/payments/domain/payment_limits'
import { findPaymentByRequest } from '#app/payments/records/payments'
import { readLimits } from '#app/payments/records/payment_limits'
import { readTopUpFigures } from '#app/payments/records/top_ups'

interface TopUpWish {
  customerId: string
  money: Money
  requestKey?: string | null
  now: Date
}

/**
 * Which limit is in the way of adding so much to a balance? A repeated request is not measured again: what it began already counts, and is
 * looked for last, when it may have come in between.
 */
export function findTopUpRefusal({ customerId, money, requestKey, now }: TopUpWish): Promise<TopUpRefusal | null> {
  return inReadTransaction(async () => {
    const { amount, currency } = money
    const figures = await readTopUpFigures(customerId, { currency, now })
    const decision = decideTopUp(amount, await readLimits(currency), figures)
    if (decision.ok) return null
    const repeated = requestKey ? await findPaymentByRequest(customerId, requestKey) : null
    return repeated ? null : decision.error
  })
} // prettier-ignore
