import { decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { err, ok, type Result } from '#app/shared/result'
import type { ProviderLogout } from '#app/identity/domain/provider_sign_in'
import type { OpenProvider, ProviderFault } from '#app/identity/drivers/openid/driver'
import { providerKeys } from '#app/identity/drivers/openid/provider_keys'

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
/** What only the issuer can make: no shared secrets, and never `none`. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** A token that comes later was kept by somebody. */
const ageSecondsMax = 600

/**
 * Reads what a provider says about somebody who signed out there (OpenID Connect Back-Channel Logout 1.0): signed with its published keys,
 * for us, about a sign-out and not a sign-in, and fresh. What is not even about us costs no question to anybody.
 */
export async function readLogoutToken(
  provider: OpenProvider,
  token: string,
  wall: Date
): Promise<Result<ProviderLogout, ProviderFault>> {
  const { issuer, clientId: audience } = provider
  try {
    const said = decodeJwt(token)
    const isOurs = isSameIssuer(said.iss, issuer) && [said.aud].flat().includes(audience)
    if (!isOurs || !isRecent(said.iat, wall) || !toLogout(said).ok) return refused
    const keys = await providerKeys(provider)
    if (!keys.ok) return keys
    const { payload } = await jwtVerify(token, keys.value.find, {
      issuer: keys.value.issuer,
      audience,
      currentDate: wall,
      algorithms,
      clockTolerance: 60,
      maxTokenAge: ageSecondsMax,
      requiredClaims: ['iat', 'jti', 'events'],
    })
    return toLogout(payload)
  } catch {
    return refused
  }
}

/** Staff type an issuer with or without the slash at its end; discovery takes both. */
const isSameIssuer = (said: string | undefined, issuer: string): boolean =>
  said !== undefined && URL.canParse(said) && new URL(said).href === new URL(issuer).href

/** Before anybody is asked; the signature is held to the same with the tolerance of clocks. */
const isRecent = (iat: number | undefined, wall: Date): boolean =>
  iat !== undefined && Math.abs(wall.getTime() / 1_000 - iat) <= ageSecondsMax + 60

const refused = err<ProviderFault>({ type: 'refused', message: 'This is no sign-out of the provider.' })

function toLogout({ events, sub, sid, nonce, iat }: JWTPayload): Result<ProviderLogout, ProviderFault> {
  const isSignOut = typeof events === 'object' && events !== null && logoutEvent in events
  const subject = typeof sub === 'string' && sub !== '' ? sub : null
  const sessionId = typeof sid === 'string' && sid !== '' ? sid : null
  if (!isSignOut || nonce !== undefined || (subject === null && sessionId === null)) return refused
  return ok({ subject, sessionId, saidAt: new Date(iat! * 1_000) })
}
