import { takeTurn } from '#app/shared/database/take_turns'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { currentActor } from '#app/shared/database/context'
import { listStaff, listStaffRoles } from '#app/identity/index'
import type { Money } from '#app/shared/money/money'
import {
  givingRoles,
  type LimitKind,
  type RefundLimit,
  widestLimit,
} from '#app/payments/domain/refund_limits'
import { readLimits } from '#app/payments/records/refund_limits'
import { sumGiven } from '#app/payments/records/given'
import { sumRequested } from '#app/payments/records/refunds'

const clock = new Clock()

export interface RefundAllowance {
  /** What this person may give one customer in a day alone; null for no limit. */
  limit: bigint | null
  /** What they gave this customer already in the last day, or agreed to. */
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
    const limits = await readLimitsIn('refund', [currency])
    const roles = (await listStaff()).find((person) => person.userId === userId)?.roles ?? []
    const since = addDuration(now, { days: -1 })
    const today = await sumRequested({ customerId, currency, userId, since })
    return { limit: widestLimit(roles, limits), today }
  })
}

/** How many other people could agree to so much. */
export function countApprovers(
  kind: LimitKind,
  question: { exceptUserId: string; amount: bigint; currency: string }
): Promise<number> {
  const { exceptUserId, amount, currency } = question
  return inReadTransaction(async () => {
    const limits = await readLimitsIn(kind, [currency])
    const able = (await listStaff()).filter(({ userId, roles, disabledAt }) => {
      const limit = widestLimit(roles, limits)
      return userId !== exceptUserId && disabledAt === null && (limit === null || limit >= amount)
    })
    return able.length
  })
}

/** A limit with what its role is called; null for a usual role, which has its name in every language. */
export interface NamedLimit extends RefundLimit {
  label: string | null
}

/** The limits of every role that may give money back or away, by currency. */
export function listLimits(kind: LimitKind, currencies: readonly string[]): Promise<NamedLimit[]> {
  return inReadTransaction(async () => {
    const roles = await listStaffRoles()
    const limits = await readLimits(kind, { roles: givingRoles(roles), currencies })
    return limits.map((limit) => ({
      ...limit,
      label: roles.find(({ name }) => name === limit.role)?.label ?? null,
    }))
  })
}

export interface AboveOwnLimit {
  type: 'above_own_limit'
  /** What the person may give one customer away in a day. */
  limit: Money
}

/**
 * Why the staff member who acts may not give a customer so much away; null when they may, and when it is nobody of the staff. What they gave
 * the same customer in the last day counts: many small gifts are a large one. @see takeTurnOfGifts
 */
export function findGiftRefusal(
  customerId: string,
  { amount, currency }: Money
): Promise<AboveOwnLimit | null> {
  const { kind, id: userId } = currentActor()
  if (kind !== 'staff' || userId === null) return Promise.resolve(null)
  return inReadTransaction(async () => {
    const roles = (await listStaff()).find((person) => person.userId === userId)?.roles ?? []
    const limit = widestLimit(roles, await readLimitsIn('gift', [currency]))
    if (limit === null) return null
    const since = addDuration(clock.now(), { days: -1 })
    const today = await sumGiven({ customerId, currency, userId, since })
    if (today + amount <= limit) return null
    return { type: 'above_own_limit' as const, limit: { amount: limit, currency } }
  })
}

/** Before anything is locked: two gifts of one person at once see each other. */
export function takeTurnOfGifts(): void {
  const { kind, id } = currentActor()
  if (kind === 'staff') takeTurn(`gifts:${id}`)
}

async function readLimitsIn(kind: LimitKind, currencies: readonly string[]): Promise<RefundLimit[]> {
  return readLimits(kind, { roles: givingRoles(await listStaffRoles()), currencies })
}
