import { addDuration } from '#app/shared/time/calendar'
import type { StaffSecondFactor } from '#app/identity/domain/sign_in_step'

/** Of customers: `trusted` are those who may pay, order, or say who else belongs to a team. */
export type CustomerSecondFactor = 'nobody' | 'trusted' | 'everybody'

export interface CustomerFactorRule {
  who: CustomerSecondFactor
  /** Until then people are told; after it they set one up before they see anything else. */
  from: Date | null
}

/** The longest time that people may be given. */
export const graceDaysMax = 90

/**
 * The rule that somebody asks for. Who has to have a second factor already goes on having to: more time is for those of whom it was not asked.
 * What is left out stays as it is.
 */
export function nextFactorRule(
  kept: CustomerFactorRule,
  { who = kept.who, graceDays }: { who?: CustomerSecondFactor; graceDays?: number },
  now: Date
): CustomerFactorRule {
  if (who === 'nobody') return { who, from: null }
  if (who === kept.who && graceDays === undefined) return kept
  const isAskedOfAll = kept.who === who || kept.who === 'everybody'
  if (isAskedOfAll && kept.from && kept.from <= now) return { who, from: kept.from }
  return { who, from: addDuration(now, { days: graceDays ?? 0 }) }
}

export const trusting = ['owner', 'billing', 'orders', 'team']

/** Whether somebody needs a second factor, and whether that is now. @param permissions of the person in all teams */
export function wantsSecondFactor(
  { who, from }: CustomerFactorRule,
  permissions: readonly string[],
  now: Date
): { from: Date; isDue: boolean } | null {
  const isMeant =
    who === 'everybody' || (who === 'trusted' && permissions.some((one) => trusting.includes(one)))
  return isMeant && from ? { from, isDue: from <= now } : null
}

/** How people may sign in to one tenant. */
export interface SignInRules {
  staffSecondFactor: StaffSecondFactor
  /** Whether customers may sign in by a link that is mailed to them. */
  signInLinks: boolean
  /** Whether somebody new confirms their address before there is an account. */
  confirmSignUps: boolean
  customerSecondFactor: CustomerFactorRule
}
