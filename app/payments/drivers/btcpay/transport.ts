import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { err, ok, type Result } from '#app/shared/result'
import type { BtcpayConfig } from '#app/payments/drivers/btcpay/config'
import type { GatewayFailure } from '#app/payments/drivers/contract'

/** A call below `/api/v1`. */
export interface Asked {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: object
}

/**
 * Asks the server, which knows no idempotency keys: only readings are repeated. @returns null for what is not there
 */
export async function askBtcpay<T>(
  config: BtcpayConfig,
  subject: CallSubject,
  { method, path, query, body }: Asked
): Promise<Result<T | null, GatewayFailure>> {
  const isReading = method === 'GET'
  const search = query ? `?${new URLSearchParams(query)}` : ''
  const result = await callRemote(
    { ...hostPolicyDefaults, concurrency: 10, timeoutMs: config.timeoutMs },
    {
      subject,
      system: 'btcpay',
      method,
      url: `${config.baseUrl}/api/v1${path}${search}`,
      headers: {
        authorization: `token ${config.apiKey}`,
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
      isRepeatable: isReading,
    }
  )
  if (!result.ok) {
    const { type, reason } = result.error
    return err({ type: type === 'not_sent' || isReading ? 'retry_later' : 'unknown', reason })
  }
  return read<T>(result.value, isReading)
}

/** What the server's words mean for us. */
function read<T>(
  { status, body }: { status: number; body: string },
  isReading: boolean
): Result<T | null, GatewayFailure> {
  if (status === 404) return ok(null)
  if (status === 429) return err({ type: 'retry_later', reason: 'BTCPay asks for fewer calls' })
  if (status >= 500)
    return err({ type: isReading ? 'retry_later' : 'unknown', reason: `BTCPay answered ${status}` })
  if (status >= 300)
    return err({ type: 'misconfigured', reason: `BTCPay refused the request (${status}): ${reasonIn(body)}` })
  if (body === '') return ok(null)
  const content = parsed(body)
  // A page of something in between is no answer, and what was asked for may have been done.
  if (content === undefined)
    return err({
      type: isReading ? 'retry_later' : 'unknown',
      reason: 'What came back is no answer of BTCPay',
    })
  return ok(content as T)
}

/** A list of wrong fields, or a code with a sentence. */
function reasonIn(body: string): string {
  const content = parsed(body)
  const said = (Array.isArray(content) ? content : [content]).flatMap((each: unknown) => {
    const { path, code, message } = (each ?? {}) as Record<string, unknown>
    return [path, code, message].filter((word) => typeof word === 'string')
  })
  return said.length === 0 ? 'without a reason' : said.join(' ').slice(0, 400)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
