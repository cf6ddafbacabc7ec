/** How somebody proved who they are, as the history of sign-ins names it. */
export const signInFactors = [
  'password',
  'one_time_code',
  'recovery_code',
  'passkey',
  'known_browser',
  'email_link',
  'provider',
] as const
export type SignInFactor = (typeof signInFactors)[number]

export type StaffSecondFactor = 'required' | 'optional'

export interface PersonsFactors {
  hasTotp: boolean
  /** Passkeys that work under this host name, and all of them. */
  passkeysHere: number
  passkeys: number
}

export interface SignInSituation {
  kind: 'customer' | 'staff'
  factors: PersonsFactors
  /** The person asked this browser not to be asked again, and the time for that has not passed. */
  isTrustedBrowser: boolean
  staffSecondFactor: StaffSecondFactor
}

/**
 * What follows a right password. `enter`: the person is in. `prove`: a second factor is asked for. `enrol`: staff set one up before they
 * see anything. Staff are asked each time: their browser opens every customer's account.
 */
export type SignInStep = 'enter' | 'prove' | 'enrol'

export function stepAfterPassword(situation: SignInSituation): SignInStep {
  const { kind, factors, isTrustedBrowser, staffSecondFactor } = situation
  if (hasSecondFactor(factors)) return kind === 'customer' && isTrustedBrowser ? 'enter' : 'prove'
  return kind === 'staff' && staffSecondFactor === 'required' ? 'enrol' : 'enter'
}

export function hasSecondFactor({ hasTotp, passkeys }: PersonsFactors): boolean {
  return hasTotp || passkeys > 0
}

/** Whether a session begun this way is enough for whom it is: after a tenant begins to require second factors, older ones are not. */
export function isEnoughFor(
  kind: 'customer' | 'staff',
  factor: SignInFactor,
  wanted: StaffSecondFactor
): boolean {
  return (
    kind === 'customer' ||
    wanted === 'optional' ||
    !['password', 'known_browser', 'email_link', 'provider'].includes(factor)
  )
}

/** How long a browser of a customer that is told apart from others is not asked for a second factor. */
export const trustDays = 30
/** Money, ownership and secrets are moved by those who proved who they are within this time. */
export const proofMinutes = 10
/** Half a sign-in waits this long for the second factor. */
export const pendingMinutes = 10
