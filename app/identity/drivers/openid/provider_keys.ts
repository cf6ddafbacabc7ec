import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { currentTenant } from '#app/shared/database/context'
import { ok, type Result } from '#app/shared/result'
import { discover, type OpenProvider, type ProviderFault } from '#app/identity/drivers/openid/driver'
import { fetchFromProvider } from '#app/identity/drivers/openid/transport'

/** A large company closes in the evening: its provider says a hundred times in a minute who signed out. */
const freshMs = 5 * 60_000
/** A key that was not there is looked for again after this long: made-up key ids must not have us ask for each. */
const betweenMs = 5_000
const keptMax = 200

interface ProviderKeys {
  issuer: string
  find: JWTVerifyGetKey
}

/** Of each tenant its own: what the provider of one says of its keys is nothing to another. */
const kept = new Map<string, ProviderKeys & { readAt: number }>()

/** Who the issuer says it is and with what it signs, asked for at most every few minutes and when it signs with a key that is new. */
export async function providerKeys(provider: OpenProvider): Promise<Result<ProviderKeys, ProviderFault>> {
  const name = `${currentTenant().id} ${provider.issuer}`
  const known = kept.get(name)
  if (known && performance.now() - known.readAt < freshMs) return ok(known)
  const config = await discover(provider)
  if (!config.ok) return config
  const { issuer, jwks_uri: address } = config.value.serverMetadata()
  const find = createRemoteJWKSet(new URL(address!), {
    cooldownDuration: betweenMs,
    cacheMaxAge: freshMs,
    [customFetch]: (url, { method, headers }) =>
      fetchFromProvider(url, { method, headers: Object.fromEntries(headers) }),
  })
  kept.delete(name)
  kept.set(name, { issuer, find, readAt: performance.now() })
  for (const oldest of [...kept.keys()].slice(0, -keptMax)) kept.delete(oldest)
  return ok({ issuer, find })
}
