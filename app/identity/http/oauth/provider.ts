import { type Configuration, interactionPolicy, Provider } from 'oidc-provider'
import { currentTenant } from '#app/shared/database/context'
import { readId } from '#app/shared/ids'
import { derivePasswords } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { findSurfaceUrls } from '#app/tenancy/index'
import { oauthLifetimes as lives, oauthScopes } from '#app/identity/domain/oauth'
import { fetchFromProvider } from '#app/identity/drivers/openid/transport'
import { TenantAdapter } from '#app/identity/http/oauth/adapter'
import { claimsOf } from '#app/identity/http/oauth/claims'
import { showLogout, showLoggedOut, showOauthError } from '#app/identity/http/oauth/pages'
import { findOauthKeys } from '#app/identity/queries/find_oauth_keys'
import { findUser } from '#app/identity/queries/find_user'

const clock = new Clock()
/** Keys that came or went are known to every process after so long, an hour before the first of them signs. */
const rememberMs = 60_000

interface Known {
  provider: Provider
  version: string
  readAt: number
}

const providers = new Map<string, Known>()

/** The provider of the current tenant: the account host is its issuer. Null while it has no keys, because no application is registered. */
export async function findProvider(): Promise<Provider | null> {
  const tenantId = currentTenant().id
  const known = providers.get(tenantId)
  if (known && performance.now() - known.readAt < rememberMs) return known.provider
  const { version, keys } = await findOauthKeys(clock.wall())
  if (keys.length === 0) return null
  const isSame = known?.version === version
  const provider = isSame ? known.provider : makeProvider((await findSurfaceUrls()).account, keys)
  providers.set(tenantId, { provider, version, readAt: performance.now() })
  return provider
}

/** For this process, at once: a key or an application came or went. */
export function forgetProvider(): void {
  providers.delete(currentTenant().id)
}

function makeProvider(issuer: string, keys: object[]): Provider {
  const provider = new Provider(issuer, { ...configuration(), jwks: { keys } } as Configuration)
  // Behind a proxy of ours; what it forwards was checked where the request came in.
  provider.proxy = true
  return provider
}

function configuration(): Configuration {
  return {
    adapter: TenantAdapter,
    scopes: [...oauthScopes],
    claims: {
      openid: ['sub'],
      profile: ['name', 'locale', 'zoneinfo'],
      email: ['email', 'email_verified'],
      team: ['teams'],
    },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    pkce: { required: () => true },
    // OpenID Connect wants it named, also where only one is registered.
    allowOmittingSingleRegisteredRedirectUri: false,
    rotateRefreshToken: true,
    subjectTypes: ['public'],
    cookies: {
      keys: derivePasswords('oauth_cookies'),
      names: { session: 'oauth_session', interaction: 'oauth_interaction', resume: 'oauth_resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      userinfo: '/oauth/userinfo',
      jwks: '/oauth/jwks',
      revocation: '/oauth/revocation',
      introspection: '/oauth/introspection',
      end_session: '/oauth/logout',
      pushed_authorization_request: '/oauth/request',
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      // No application of ours is a resource: each asks about what it was given itself.
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: showLogout,
        postLogoutSuccessSource: showLoggedOut,
      },
    },
    ttl: {
      AuthorizationCode: lives.code,
      AccessToken: lives.accessToken,
      IdToken: lives.idToken,
      RefreshToken: lives.refreshToken,
      Grant: lives.grant,
      Session: lives.session,
      Interaction: lives.interaction,
    },
    interactions: {
      policy: askOurselves(),
      url: (_ctx, { uid }) => `/oauth/interactions/${uid}`,
    },
    findAccount: async (_ctx, sub) => {
      const id = readId('user', sub)
      const user = id ? await findUser(id) : undefined
      if (!user || user.disabled_at) return undefined
      return {
        accountId: sub,
        claims: (_use, scope) => claimsOf(user, new Set(scope.split(' '))),
      }
    },
    renderError: showOauthError,
    // What applications have us fetch or told lies on the public internet, or is not called.
    fetch: callApplication,
  } as Configuration
}

/**
 * Who is signed in is decided by our own session alone, each time: the library's remembers nobody for longer than the request at hand. So
 * signing out here, a password that was changed and an employee who left hold for applications as well.
 */
function askOurselves() {
  const policy = interactionPolicy.base()
  policy
    .get('login')!
    .checks.add(
      new interactionPolicy.Check('own_session', 'The person signs in', (ctx) => !ctx.oidc.result?.login)
    )
  return policy
}

function callApplication(url: URL | string, init: RequestInit = {}): Promise<Response> {
  const headers = Object.fromEntries(new Headers(init.headers))
  return fetchFromProvider(String(url), { method: init.method ?? 'GET', headers, body: init.body })
}
