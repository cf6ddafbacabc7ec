import Stripe from 'stripe'
import { callRemote, type RemoteFailure } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { apiVersion, type StripeConfig } from '#app/payments/drivers/stripe/config'

/** Thrown through the SDK when no answer came; tells whether the request may have arrived. */
export class NoAnswer extends Error {
  constructor(readonly failure: RemoteFailure) {
    super(failure.reason)
  }
}

/**
 * Stripe's SDK on our own transport: it builds requests and reads answers; deadlines, repeats with the same key, limits per host
 * and the record of each call are ours. Stripe allows 25 calls a second per endpoint, hence few at once.
 */
export function openStripe(config: StripeConfig, subject: CallSubject): Stripe {
  const { hostname, port, protocol } = new URL(config.baseUrl)
  return new Stripe(config.secretKey, {
    apiVersion,
    host: hostname,
    port: port === '' ? undefined : Number(port),
    protocol: protocol === 'http:' ? 'http' : 'https',
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: 120_000,
    httpClient: Stripe.createFetchHttpClient((url, init) => send(config, subject, { url, init })),
  })
}

interface Sent {
  url: string | URL | Request
  init?: RequestInit
}

async function send(config: StripeConfig, subject: CallSubject, { url, init }: Sent): Promise<Response> {
  const headers = Object.fromEntries(new Headers(init?.headers))
  const method = init?.method ?? 'GET'
  const idempotencyKey = headers['idempotency-key'] ?? null
  const result = await callRemote(
    { ...hostPolicyDefaults, concurrency: 15, timeoutMs: config.timeoutMs },
    {
      subject,
      system: 'stripe',
      method,
      url: String(url),
      headers,
      // A file goes as bytes, in a form of parts.
      body: typeof init?.body === 'string' || init?.body instanceof Uint8Array ? init.body : undefined,
      idempotencyKey,
      isRepeatable: method !== 'POST' || idempotencyKey !== null,
    }
  )
  if (!result.ok) throw new NoAnswer(result.error)
  const { status, body, headers: answered } = result.value
  return new Response(body, { status, headers: answered })
}
