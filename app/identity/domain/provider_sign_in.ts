/** What a provider said about whoever signed in there, once its signature, its audience and our nonce were checked. */
export interface ProviderClaims {
  /** The provider's own unchanging id of the account. */
  subject: string
  email: string | null
  /** Whether the provider says that the address is theirs; anything but a plain yes is a no. */
  isEmailVerified: boolean
  name: string | null
  /** The provider's id of the session there, where it has one: what it later says of that session is about this one. */
  sessionId?: string | null
}

/** Which session elsewhere opened one here, so that it ends with it. */
export interface ProviderSession {
  providerId: string
  subject: string
  sessionId: string | null
}

export const providerSessionOf = (
  providerId: string,
  { subject, sessionId }: Pick<ProviderClaims, 'subject' | 'sessionId'>
): ProviderSession => ({ providerId, subject, sessionId: sessionId ?? null })

/** What a provider says when somebody signed out there. */
export interface ProviderLogout {
  /** Who; with no session named, all of theirs. */
  subject: string | null
  sessionId: string | null
  saidAt: Date
}

export type ProviderPurpose = { kind: 'sign_in' } | { kind: 'link'; userId: string }

export interface ProviderSituation {
  purpose: ProviderPurpose
  claims: ProviderClaims
  /** Whose account here the one elsewhere opens already. */
  linkedUserId: string | null
  /** Whether the person who is signed in has another account of this provider linked. */
  hasOtherLink: boolean
  /** Whether somebody here has the address. */
  isEmailKnown: boolean
  takesSignUps: boolean
}

export type ProviderRefusal =
  | 'email_unverified'
  /** Somebody has an account here with this address: they sign in to it first, and link it themselves. */
  | 'account_exists'
  | 'no_sign_ups'
  | 'linked_to_somebody_else'
  | 'other_account_linked'

export type ProviderDecision =
  | { kind: 'enter'; userId: string }
  | { kind: 'link'; userId: string }
  | { kind: 'already_linked' }
  | { kind: 'sign_up' }
  | { kind: 'refuse'; why: ProviderRefusal }

/**
 * What follows when a provider vouches for somebody. An address never opens an account, verified or not: it may have been given to somebody
 * else since, or the provider may be careless. Only a link does, which the owner of the account made after proving who they are.
 */
export function decideProviderSignIn(situation: ProviderSituation): ProviderDecision {
  const { purpose, claims, linkedUserId, hasOtherLink, isEmailKnown, takesSignUps } = situation
  if (purpose.kind === 'link') {
    if (linkedUserId === purpose.userId) return { kind: 'already_linked' }
    if (linkedUserId !== null) return { kind: 'refuse', why: 'linked_to_somebody_else' }
    return hasOtherLink
      ? { kind: 'refuse', why: 'other_account_linked' }
      : { kind: 'link', userId: purpose.userId }
  }
  if (linkedUserId !== null) return { kind: 'enter', userId: linkedUserId }
  if (!claims.email || !claims.isEmailVerified) return { kind: 'refuse', why: 'email_unverified' }
  if (isEmailKnown) return { kind: 'refuse', why: 'account_exists' }
  return takesSignUps ? { kind: 'sign_up' } : { kind: 'refuse', why: 'no_sign_ups' }
}

/** How long somebody may be away at the provider, or fill in the rest of the sign-up. */
export const providerMinutes = 15

export const providerSecretContext = (id: string) => `sign_in_provider:${id}`

/** Issuers are compared letter by letter, and name no more than a place: https, no credentials, question or fragment. */
export function isIssuer(text: string): boolean {
  try {
    const url = new URL(text)
    const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
    return url.protocol === 'https:' && isPlain && !text.includes('#') && !text.includes('?')
  } catch {
    return false
  }
}
