import { createHash } from 'node:crypto'
import { callRemote } from '#app/shared/outbound/call_remote'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { Clock } from '#app/shared/time/clock'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'
import { NoAnswer, PayPalRefusal, policyOf } from '#app/payments/drivers/paypal/refusals'

interface AccessToken {
  token: string
  /** Fetched anew from here on: nine tenths of its life. */
  oldFromMs: number
}

/** One for each app, shared by everybody in this process: the address that gives them is limited. Never written down. */
const tokens = new Map<string, AccessToken>()
const underWay = new Map<string, Promise<AccessToken>>()
const clock = new Clock()

/**
 * @throws {PayPalRefusal} where the keys are wrong; {@link NoAnswer} as not sent where no token is to be had now, because then what was
 * to be asked with it has not left
 */
export async function accessTokenFor(config: PayPalConfig, subject: CallSubject): Promise<string> {
  const key = keyOf(config)
  const known = tokens.get(key)
  if (known && known.oldFromMs > clock.wall().getTime()) return known.token
  const fetching = underWay.get(key) ?? fetchToken(config, subject).finally(() => underWay.delete(key))
  underWay.set(key, fetching)
  const fresh = await fetching
  tokens.set(key, fresh)
  return fresh.token
}

export function forgetAccessToken(config: PayPalConfig): void {
  tokens.delete(keyOf(config))
}

/** With the secret in it, so that a changed one never gets the token of the old. */
function keyOf({ gatewayId, baseUrl, clientId, clientSecret }: PayPalConfig): string {
  return createHash('sha256')
    .update(JSON.stringify([gatewayId, baseUrl, clientId, clientSecret]))
    .digest('hex')
}

async function fetchToken(config: PayPalConfig, subject: CallSubject): Promise<AccessToken> {
  const { baseUrl, clientId, clientSecret } = config
  const askedAtMs = clock.wall().getTime()
  const result = await callRemote(policyOf(config), {
    subject,
    system: 'paypal',
    method: 'POST',
    url: `${baseUrl}/v1/oauth2/token`,
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    isRepeatable: true,
    finalStatuses: [429],
  })
  if (!result.ok) throw new NoAnswer({ type: 'not_sent', reason: result.error.reason })
  const { status, body, headers } = result.value
  if (status === 429 || status >= 500)
    throw new NoAnswer({ type: 'not_sent', reason: `PayPal gave no access token (${status})` })
  const said = JSON.parse(body) as { access_token?: string; expires_in?: number }
  if (status !== 200 || !said.access_token)
    throw new PayPalRefusal({ status, body: said, debugId: headers['paypal-debug-id'] ?? null })
  const livesMs = (said.expires_in ?? 0) * 1000
  return { token: said.access_token, oldFromMs: askedAtMs + Math.floor((livesMs * 9) / 10) }
}
