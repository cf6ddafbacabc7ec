import { normaliseEmail } from '#app/identity/domain/email'

/** Which assertions count: those of one team's Cloudflare Access, made for one application of it. */
export interface AccessApplication {
  team: string
  audience: string
}

/** Whom an assertion names: a person by their address, or a program by the id of its service token. */
export type AssertedCaller = { kind: 'person'; email: string } | { kind: 'program'; name: string }

/** Why an assertion opens nothing. `keys_unavailable`: nobody can say whether it is good, so it is not. */
export type AssertionRefusal =
  | 'missing'
  | 'malformed'
  | 'algorithm'
  | 'unknown_key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'kind'
  | 'keys_unavailable'

/** Clocks of two machines may differ by so much. */
export const clockSkewSeconds = 60
/** What Access writes is some 1,500 characters long. */
const assertionLengthMax = 8_192

export function issuerOf(team: string): string {
  return `https://${team}.cloudflareaccess.com`
}

/** The short name of a team, from that or from its address: `acme`, `https://acme.cloudflareaccess.com/`. Null when it is neither. */
export function readTeam(text: string): string | null {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '')
    .replace(/\.cloudflareaccess\.com$/, '')
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? name : null
}

interface AssertionHeaders {
  'cf-access-jwt-assertion'?: string | string[]
  cookie?: string
}

/**
 * The assertion that a request carries: the header that Access adds, else the cookie that browsers keep. A header that is there decides,
 * also when it is worthless: whoever sends it means it.
 */
export function readAssertion(headers: AssertionHeaders): string | null {
  const header = headers['cf-access-jwt-assertion']
  if (header !== undefined) return typeof header === 'string' ? usable(header) : null
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const cookie = pairs.find((pair) => pair.startsWith('CF_Authorization='))
  return cookie === undefined ? null : usable(cookie.slice('CF_Authorization='.length))
}

function usable(text: string): string | null {
  return text.length <= assertionLengthMax && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? text : null
}

/** Whom the claims of an assertion name whose signature, issuer, audience and times are right. */
export function callerOfClaims(claims: Record<string, unknown>): AssertedCaller | null {
  if (claims.type !== 'app') return null
  const { email, common_name: name } = claims
  if (typeof email === 'string' && email.includes('@'))
    return { kind: 'person', email: normaliseEmail(email) }
  return typeof name === 'string' && name !== '' ? { kind: 'program', name } : null
}
