import { currencyExponent } from '#app/shared/money/currency'

/** How much one person may give back to one customer in a day without a second one, in minor units; null for no limit. */
export interface RefundLimit {
  role: string
  currency: string
  amount: bigint | null
}

/** What is limited: money that goes back to a customer in a day, or that is given away (balance, credit note, write-off, voiding). */
export type LimitKind = 'refund' | 'gift'

/** Roles that may give money back or away at all: those who may write in billing, usual ones and a tenant's own. */
export function givingRoles(roles: readonly { name: string; abilities: readonly string[] }[]): string[] {
  return roles.filter(({ abilities }) => abilities.includes('staff:billing:write')).map(({ name }) => name)
}

/**
 * Until staff says otherwise: owners without limit, billing up to 200 (a hundred times that where a currency has no decimals), a role of
 * the tenant's own nothing.
 */
export function defaultRefundLimit(role: string, currency: string): bigint | null {
  if (role === 'owner') return null
  if (role !== 'billing') return 0n
  const exponent = currencyExponent(currency)
  return 200n * (exponent === 0 ? 100n : 10n ** BigInt(exponent))
}

/** The widest limit among the roles of one person; zero for somebody without a role. */
export function widestLimit(roles: readonly string[], limits: readonly RefundLimit[]): bigint | null {
  const mine = limits.filter(({ role }) => roles.includes(role)).map(({ amount }) => amount)
  if (mine.includes(null)) return null
  return mine.reduce<bigint>((widest, amount) => (amount! > widest ? amount! : widest), 0n)
}

export type ApprovalReason = 'above_limit' | 'another_way'

/** Why somebody else has to agree, or null. What the same person gave the same customer today counts. */
export function approvalNeeded({
  way,
  amount,
  today,
  limit,
}: {
  way: string
  amount: bigint
  today: bigint
  limit: bigint | null
}): ApprovalReason | null {
  if (way !== 'source') return 'another_way'
  return limit !== null && today + amount > limit ? 'above_limit' : null
}

export type ApprovalRefusal = 'not_waiting' | 'own_request' | 'beyond_own_limit'

/**
 * Whether somebody may agree to what another asked for. Nobody agrees to their own request, unless there is nobody else who could. What they gave
 * the same customer today, or agreed to, counts: what is cut into pieces is no way around the second person's limit either.
 * @param others how many others might agree to so much
 */
export function mayApprove(asked: {
  isWaiting: boolean
  isOwn: boolean
  amount: bigint
  today: bigint
  limit: bigint | null
  others: number
}): ApprovalRefusal | null {
  if (!asked.isWaiting) return 'not_waiting'
  if (asked.isOwn && asked.others > 0) return 'own_request'
  if (asked.limit !== null && asked.today + asked.amount > asked.limit) return 'beyond_own_limit'
  return null
}
