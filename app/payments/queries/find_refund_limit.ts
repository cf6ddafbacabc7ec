import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { listStaff } from '#app/identity/index'
import { type RefundLimit, widestLimit } from '#app/payments/domain/refund_limits'
import { readLimitsOf, readRefundLimits } from '#app/payments/records/refund_limits'
import { sumRequested } from '#app/payments/records/refunds'

export interface RefundAllowance {
  /** What this person may give one customer in a day alone; null for no limit. */
  limit: bigint | null
  /** What they gave this customer already in the last day. */
  today: bigint
}

/** How much a staff member may give back to a customer without a second person. */
export function findRefundAllowance(question: {
  userId: string
  customerId: string
  currency: string
  now: Date
}): Promise<RefundAllowance> {
  const { userId, customerId, currency, now } = question
  return inReadTransaction(async () => {
    const limits = await readRefundLimits(currency)
    const roles = (await listStaff()).find((person) => person.userId === userId)?.roles ?? []
    const since = addDuration(now, { days: -1 })
    const today = await sumRequested({ customerId, currency, requestedBy: userId, since })
    return { limit: widestLimit(roles, limits), today }
  })
}

/** How many other people could agree to so much. */
export function countApprovers(question: {
  exceptUserId: string
  amount: bigint
  currency: string
}): Promise<number> {
  const { exceptUserId, amount, currency } = question
  return inReadTransaction(async () => {
    const limits = await readRefundLimits(currency)
    const able = (await listStaff()).filter(({ userId, roles, disabledAt }) => {
      const limit = widestLimit(roles, limits)
      return userId !== exceptUserId && disabledAt === null && (limit === null || limit >= amount)
    })
    return able.length
  })
}

/** The limits of every role that may give money back, by currency. */
export function listRefundLimits(currencies: readonly string[]): Promise<RefundLimit[]> {
  return inReadTransaction(() => readLimitsOf(currencies))
}
