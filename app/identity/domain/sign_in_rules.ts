import type { StaffSecondFactor } from '#app/identity/domain/sign_in_step'

/** How people may sign in to one tenant. */
/** Of customers: `trusted` are those who may pay, order, or say who else belongs to a team. */
export type CustomerSecondFactor = 'nobody' | 'trusted' | 'everybody'

export interface CustomerFactorRule {
  who: CustomerSecondFactor
  /** Until then people are told; after it they set one up before they see anything else. */
  from: Date | null
}

/** The longest time that people may be given. */
export const graceDaysMax = 90

const trusting = ['owner', 'billing', 'orders', 'team']

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

export interface SignInRules {
  staffSecondFactor: StaffSecondFactor
  /** Whether customers may sign in by a link that is mailed to them. */
  signInLinks: boolean
  customerSecondFactor: CustomerFactorRule
}
