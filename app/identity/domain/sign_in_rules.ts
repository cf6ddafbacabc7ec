import type { StaffSecondFactor } from '#app/identity/domain/sign_in_step'

/** How people may sign in to one tenant. */
export interface SignInRules {
  staffSecondFactor: StaffSecondFactor
  /** Whether customers may sign in by a link that is mailed to them. */
  signInLinks: boolean
}
