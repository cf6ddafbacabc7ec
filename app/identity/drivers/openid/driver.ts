import * as client from 'openid-client'
import { err, ok, type Result } from '#app/shared/result'
import type { ProviderClaims } from '#app/identity/domain/provider_sign_in'
import { fetchFromProvider } from '#app/identity/drivers/openid/transport'

/** A provider as it is asked; the secret is in the clear here and nowhere else. */
export interface OpenProvider {
  issuer: string
  clientId: string
  secret: string
}

/** What has to be remembered in the browser's session until it comes back. */
export interface BegunTrip {
  state: string
  nonce: string
  verifier: string
}

export interface ProviderFault {
  /** Ours to mend (discovery, secret), or of this one trip (a wrong state, an expired code, somebody who said no). */
  type: 'misconfigured' | 'refused'
  message: string
}

const timeoutSeconds = 10

/**
 * OpenID Connect by the authorization code flow with PKCE, state and nonce. What the provider signs is checked by `openid-client`: issuer,
 * audience, signature, nonce, expiry, and the issuer named in the answer where the provider says that it names it. The signature although the
 * token comes over TLS from the provider itself, where the standard would let us do without: certificates are given out by mistake as well.
 */
export async function beginTrip(
  provider: OpenProvider,
  { redirectUri, locale }: { redirectUri: string; locale: string }
): Promise<Result<{ url: string; trip: BegunTrip }, ProviderFault>> {
  const config = await discover(provider)
  if (!config.ok) return config
  const trip = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  }
  const url = client.buildAuthorizationUrl(config.value, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: 'S256',
    state: trip.state,
    nonce: trip.nonce,
    ui_locales: locale,
  })
  return ok({ url: url.href, trip })
}

/** @param returned the address at which the browser came back, as the provider was told it, with what it added */
export async function finishTrip(
  provider: OpenProvider,
  { returned, trip }: { returned: URL; trip: BegunTrip }
): Promise<Result<ProviderClaims, ProviderFault>> {
  const config = await discover(provider)
  if (!config.ok) return config
  client.enableNonRepudiationChecks(config.value)
  try {
    const tokens = await client.authorizationCodeGrant(config.value, returned, {
      pkceCodeVerifier: trip.verifier,
      expectedState: trip.state,
      expectedNonce: trip.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    // Small ID tokens say only who; the rest is asked for, and has to be about the same account.
    const more =
      claims.email === undefined && config.value.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(config.value, tokens.access_token, claims.sub)
        : {}
    return ok(toClaims({ ...more, ...claims }))
  } catch (error) {
    return err({ type: 'refused', message: messageOf(error) })
  }
}

/** Whether the issuer is there, is the one it says, and can do what signing in needs. */
export async function checkProvider(provider: OpenProvider): Promise<Result<void, ProviderFault>> {
  const config = await discover(provider)
  if (!config.ok) return config
  const { authorization_endpoint, token_endpoint, jwks_uri, response_types_supported } =
    config.value.serverMetadata()
  if (!authorization_endpoint || !token_endpoint || !jwks_uri)
    return err({ type: 'misconfigured', message: 'The issuer names no authorization, token or key address.' })
  if (response_types_supported && !response_types_supported.includes('code'))
    return err({ type: 'misconfigured', message: 'The issuer does not know the authorization code flow.' })
  return checkSecret(config.value)
}

/** A code that nobody issued is refused as such when our secret is right, and we are refused when it is not. */
async function checkSecret(config: client.Configuration): Promise<Result<void, ProviderFault>> {
  try {
    await client.genericGrantRequest(config, 'authorization_code', {
      code: 'a-test-of-the-secret',
      redirect_uri: 'https://test.invalid/',
      code_verifier: client.randomPKCECodeVerifier(),
    })
    return ok()
  } catch (error) {
    const isRefused =
      error instanceof client.ResponseBodyError &&
      ['invalid_client', 'unauthorized_client'].includes(error.error)
    const isChallenged = error instanceof client.WWWAuthenticateChallengeError
    return isRefused || isChallenged
      ? err({ type: 'misconfigured', message: 'The issuer does not take the client id with this secret.' })
      : ok()
  }
}

export async function discover({
  issuer,
  clientId,
  secret,
}: OpenProvider): Promise<Result<client.Configuration, ProviderFault>> {
  try {
    const found = await client.discovery(new URL(issuer), clientId, secret, undefined, {
      [client.customFetch]: fetchFromProvider as client.CustomFetch,
      timeout: timeoutSeconds,
    })
    return ok(found)
  } catch (error) {
    return err({ type: 'misconfigured', message: messageOf(error) })
  }
}

function toClaims(claims: Record<string, unknown>): ProviderClaims {
  const text = (value: unknown, most: number) =>
    typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : null
  return {
    subject: String(claims.sub),
    email: text(claims.email, 254)?.toLowerCase() ?? null,
    isEmailVerified: claims.email_verified === true,
    name: text(claims.name, 200)?.replaceAll(/\p{Cc}+/gu, ' ') ?? null,
    sessionId: text(claims.sid, 255),
  }
}

/** What can be shown to staff: sentences of the library, without what was sent. */
function messageOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return error instanceof Error
    ? `${error.message}${cause}`.slice(0, 300)
    : 'The provider answered in no way we know.'
}
