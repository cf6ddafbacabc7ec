import { readFileSync } from 'node:fs'
import { createHash, randomUUID, sign } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What speaks to the stand-in: a process of it, or a group's sandbox. */
interface Sandbox {
  readonly url: string
}

export const paypalKeys = {
  clientId: 'sandbox-paypal-client',
  clientSecret: 'sandbox-paypal-secret',
  webhookId: 'WEBHOOKOFTHETEST1',
}

/** Accounts of the stand-in that behave as their names say. */
export const payers = {
  good: 'ada@buyer.test',
  declined: 'dora@buyer.test',
  gone: 'gus@buyer.test',
  echeck: 'eve@buyer.test',
  closedLater: 'carl@buyer.test',
  fundlessLater: 'fred@buyer.test',
  promptedLater: 'pia@buyer.test',
}

const pem = (name: string) =>
  readFileSync(new URL(`../../../sandbox/paypal/pem/${name}.pem`, import.meta.url), 'utf8')

/** The authority that the stand-in's certificates come from. */
export const trustRoot = pem('authority')
export const chainOf = (...names: string[]) => names.map(pem).join('')

/** How a gateway is connected to the stand-in. */
export function paypalSettings(sandbox: Sandbox, { timeoutMs = 800 } = {}) {
  const { clientId, clientSecret, webhookId } = paypalKeys
  return {
    config: { environment: 'sandbox', isLive: false, baseUrl: `${sandbox.url}/paypal`, clientId, webhookId, trustRoot, timeoutMs },
    secrets: { clientSecret },
  } // prettier-ignore
}

/** Pulls one of the stand-in's levers: `pull(sandbox, 'orders/…/approve', { payer })`. */
export async function pull<T = Record<string, unknown>>(
  sandbox: Sandbox,
  lever: string,
  said: Record<string, unknown> = {}
): Promise<T> {
  const response = await fetch(`${sandbox.url}/_paypal/${lever}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(said),
  })
  const body = (await response.json()) as T
  if (!response.ok) throw new Error(`The lever ${lever} answered ${response.status}: ${JSON.stringify(body)}`)
  return body
}

/** A call as the merchant's own server would make it. */
export async function askPayPal<T = Record<string, unknown>>(
  sandbox: Sandbox,
  method: string,
  path: string,
  { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {}
): Promise<{ status: number; body: T }> {
  const token = await accessToken(sandbox)
  const response = await fetch(`${sandbox.url}/paypal${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      prefer: 'return=representation',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T }
}

export async function accessToken(sandbox: Sandbox): Promise<string> {
  const { clientId, clientSecret } = paypalKeys
  const response = await fetch(`${sandbox.url}/paypal/v1/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  return ((await response.json()) as { access_token: string }).access_token
}

/** Keeps a payer's account for a customer, as the payer agrees to it without paying. @returns the payment token */
export async function keepAccount(sandbox: Sandbox, customer: string, payer: string): Promise<string> {
  const setup = await askPayPal<{ id: string }>(sandbox, 'POST', '/v3/vault/setup-tokens', {
    headers: { 'paypal-request-id': randomUUID() },
    body: {
      customer: { merchant_customer_id: customer },
      payment_source: {
        paypal: {
          usage_type: 'MERCHANT',
          experience_context: { return_url: 'https://example.test/back', cancel_url: 'https://example.test/no' },
        },
      },
    },
  })
  await pull(sandbox, `setups/${setup.body.id}/approve`, { payer })
  const token = await askPayPal<{ id: string }>(sandbox, 'POST', '/v3/vault/payment-tokens', {
    headers: { 'paypal-request-id': randomUUID() },
    body: { payment_source: { token: { id: setup.body.id, type: 'SETUP_TOKEN' } } },
  })
  return token.body.id
} // prettier-ignore

interface Sent {
  at: Date
  body: string
  webhookId?: string
  certificateUrl: string
}

/** A message as PayPal signs it, without asking the stand-in. */
export function signedMessage({ at, body, webhookId = paypalKeys.webhookId, certificateUrl }: Sent) {
  const time = at.toISOString().replace(/\.\d{3}Z$/, 'Z')
  const id = createHash('sha256').update(body).digest('hex').slice(0, 36)
  const text = `${id}|${time}|${webhookId}|${crc32(Buffer.from(body))}`
  return {
    rawBody: body,
    headers: {
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': sign('sha256', Buffer.from(text), pem('signer_key')).toString('base64'),
      'paypal-cert-url': certificateUrl,
      'paypal-auth-algo': 'SHA256withRSA',
    },
  }
}

export function certificateUrl(sandbox: Sandbox, name = 'CERT-signer'): string {
  return `${sandbox.url}/paypal/v1/notifications/certs/${name}`
}
