import type { AssertedCaller, AssertionRefusal } from '#app/identity/domain/access_assertion'
import { isFromAllowed } from '#app/identity/domain/allowed_network'
import { normaliseEmail } from '#app/identity/domain/email'
import { err, ok, type Result } from '#app/shared/result'

/** Why somebody does not get as far as the sign-in of staff. */
export type EntranceRefusal =
  | { type: 'network' }
  | { type: 'access'; reason: AssertionRefusal }
  /** A program's service token opens the API, and no pages. */
  | { type: 'person_needed' }

/** What is known of a request before anybody asks who it is. */
export interface AtTheEntrance {
  ip: string
  isForPrograms: boolean
  /** What Cloudflare Access says; null where it does not stand in front of this host. */
  assertion: Result<AssertedCaller, AssertionRefusal> | null
}

/** @returns the address that Access vouches for, where it does for a person's */
export function decideEntrance(
  { networks }: { networks: readonly string[] },
  { ip, isForPrograms, assertion }: AtTheEntrance
): Result<{ assertedEmail: string | null }, EntranceRefusal> {
  if (!isFromAllowed(networks, ip)) return err({ type: 'network' })
  if (!assertion) return ok({ assertedEmail: null })
  if (!assertion.ok) return err({ type: 'access', reason: assertion.error })
  if (assertion.value.kind === 'person') return ok({ assertedEmail: assertion.value.email })
  return isForPrograms ? ok({ assertedEmail: null }) : err({ type: 'person_needed' })
}

/** Whether a person may be who Access says that they are; true where it says nothing. */
export function isVouchedFor(assertedEmail: string | null | undefined, email: string): boolean {
  return !assertedEmail || assertedEmail === normaliseEmail(email)
}

export type EntranceChangeRefusal =
  /** Whoever asks would be outside of the networks that they name. */
  | { type: 'locks_out_network'; ip: string }
  /** The request itself does not come through the Access that it wants. */
  | { type: 'locks_out_access'; reason: AssertionRefusal | 'someone_else' }

/** Nobody sets a wall that they would not pass themselves at that moment. */
export function refuseLockOut(
  wanted: { networks: readonly string[]; access: object | null },
  {
    ip,
    email,
    assertion,
  }: { ip: string; email: string; assertion: Result<AssertedCaller, AssertionRefusal> | null }
): EntranceChangeRefusal | null {
  if (!isFromAllowed(wanted.networks, ip)) return { type: 'locks_out_network', ip }
  if (!wanted.access) return null
  if (!assertion?.ok) return { type: 'locks_out_access', reason: assertion ? assertion.error : 'missing' }
  const { value } = assertion
  const isOwn = value.kind === 'program' || isVouchedFor(value.email, email)
  return isOwn ? null : { type: 'locks_out_access', reason: 'someone_else' }
}
