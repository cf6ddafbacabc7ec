import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { CoinbaseConfig } from '#app/payments/drivers/coinbase/config'
import { tokenFor } from '#app/payments/drivers/coinbase/token'
import type { GatewayFailure } from '#app/payments/drivers/contract'

export interface Asked {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
  body?: object
  idempotencyKey?: string
}

/** Asks Coinbase; what carries a key may be asked again. @returns null for what is not there */
export async function askCoinbase<T>(
  config: CoinbaseConfig,
  subject: CallSubject,
  { method, path, query, body, idempotencyKey }: Asked
): Promise<Result<T | null, GatewayFailure>> {
  const isReading = method === 'GET'
  const url = `${config.baseUrl}/api/v1${path}`
  const result = await callRemote(
    { ...hostPolicyDefaults, concurrency: 10, timeoutMs: config.timeoutMs },
    {
      subject,
      system: 'coinbase',
      method,
      url: query ? `${url}?${new URLSearchParams(query)}` : url,
      headers: {
        authorization: `Bearer ${tokenFor(config, { method, url, now: new Clock().wall() })}`,
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(idempotencyKey ? { 'x-idempotency-key': idempotencyKey } : {}),
      },
      body: body && JSON.stringify(body),
      idempotencyKey: idempotencyKey ?? null,
      isRepeatable: isReading || idempotencyKey !== undefined,
    }
  )
  if (!result.ok) {
    const { type, reason } = result.error
    return err({ type: type === 'not_sent' || isReading ? 'retry_later' : 'unknown', reason })
  }
  return read<T>(result.value, isReading)
}

function read<T>(
  { status, body }: { status: number; body: string },
  isReading: boolean
): Result<T | null, GatewayFailure> {
  if (status === 404) return ok(null)
  if (status === 429) return err({ type: 'retry_later', reason: 'Coinbase asks for fewer calls' })
  const later = (reason: string) =>
    err<GatewayFailure>({ type: isReading ? 'retry_later' : 'unknown', reason })
  if (status >= 500) return later(`Coinbase answered ${status}`)
  if (status >= 300) {
    const { errorType, errorMessage, message } = (parsed(body) ?? {}) as Record<string, unknown>
    const words = [errorType, errorMessage ?? message].filter((word) => typeof word === 'string').join(': ')
    return err({
      type: 'misconfigured',
      reason: `Coinbase refused the request (${status}): ${words.slice(0, 400)}`,
    })
  }
  const content = parsed(body)
  return content === undefined ? later('What came back is no answer of Coinbase') : ok(content as T)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
