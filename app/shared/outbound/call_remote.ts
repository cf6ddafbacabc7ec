import { setTimeout as pause } from 'node:timers/promises'
import { randomInt } from 'node:crypto'
import { BrokenCircuitError, BulkheadRejectedError, CircuitState } from 'cockatiel'
import { currentContext } from '#app/shared/database/context'
import { gateTo, type HostPolicy } from '#app/shared/outbound/host_policy'
import { patienceLeftMs } from '#app/shared/outbound/patience'
import { isOfOwnLink } from '#app/shared/outbound/public_address'
import { redactBody, redactText } from '#app/shared/outbound/redact'
import { type CallSubject, RemoteCallLog } from '#app/shared/outbound/remote_call_log'
import { err, ok, type Result } from '#app/shared/result'

export interface RemoteRequest {
  subject: CallSubject
  /** Whom we speak to, as staff know it: `stripe`, `virtfusion`. */
  system: string
  method: string
  url: string
  headers: Record<string, string>
  /** Bytes where it is a form with files; those are not kept. */
  body?: string | Uint8Array
  idempotencyKey?: string | null
  /** Whose limits it shares; the host's when absent. Several panels may stand behind one host name and must not wait for each other. */
  gate?: string
  /** Whether sending it twice does no more than sending it once: readings, and what carries an idempotency key. */
  isRepeatable: boolean
  /** Answers that are not tried again at once, although others might be: a vendor that wants a longer pause after them. */
  finalStatuses?: readonly number[]
  /** The answer opens something by itself, such as a link that signs in: nothing of it is kept. */
  isAnswerSecret?: boolean
}

export interface RemoteAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Without an answer it matters whether the request may have arrived: only then may it have worked. */
export type RemoteFailure =
  /** `isResting`: the host is left alone, and trying again at once would come to the same. */
  { type: 'not_sent'; reason: string; isResting?: true } | { type: 'unanswered'; reason: string }

const log = new RemoteCallLog()

/**
 * Sends one request to the outside: never inside a transaction, within a deadline, a few at a time per host, not at all to a
 * host that has just failed often in a row. What may be repeated is repeated a few times with the same key. Each try is kept.
 */
export async function callRemote(
  policy: HostPolicy,
  request: RemoteRequest
): Promise<Result<RemoteAnswer, RemoteFailure>> {
  if (currentContext()?.unit)
    throw new Error('A remote call inside a transaction would hold its locks until the answer')
  if (isOfOwnLink(request.url))
    return err({ type: 'not_sent', reason: 'This address belongs to the machine itself and is never called' })
  let result = await tryOnce(policy, request)
  let wasSent = isSent(result)
  for (
    let tries = 1;
    tries < policy.triesMax && request.isRepeatable && isTemporary(result, request);
    tries += 1
  ) {
    await pause(policy.pauseMs * 2 ** (tries - 1) + randomInt(0, policy.pauseMs + 1))
    result = await tryOnce(policy, request)
    wasSent ||= isSent(result)
  }
  if (!result.ok && wasSent) return err({ type: 'unanswered', reason: result.error.reason })
  return result
}

type Tried = Result<RemoteAnswer, RemoteFailure>

function isSent(result: Tried): boolean {
  return result.ok ? result.value.status >= 500 : result.error.type === 'unanswered'
}

function isTemporary(result: Tried, { finalStatuses = [] }: RemoteRequest): boolean {
  if (!result.ok) return !('isResting' in result.error)
  const { status, headers } = result.value
  if (finalStatuses.includes(status)) return false
  if (headers['stripe-should-retry'] === 'false') return false
  return status === 409 || status === 429 || status >= 500
}

async function tryOnce(policy: HostPolicy, request: RemoteRequest): Promise<Tried> {
  const startedAt = performance.now()
  const result = await passGate(policy, request)
  await log.record({
    subject: request.subject,
    system: request.system,
    method: request.method,
    url: redactText(request.url),
    request: keptBody(request),
    response: keptAnswer(request, result),
    status: result.ok ? result.value.status : null,
    outcome: outcomeOf(result),
    durationMs: performance.now() - startedAt,
    idempotencyKey: request.idempotencyKey ?? null,
  })
  return result
}

function keptAnswer({ isAnswerSecret = false }: RemoteRequest, result: Tried): unknown {
  if (!result.ok) return { error: redactText(result.error.reason) }
  if (isAnswerSecret) return '[redacted]'
  return redactBody(result.value.headers['content-type'] ?? '', result.value.body)
}

function keptBody({ headers, body = '' }: RemoteRequest): unknown {
  if (typeof body !== 'string') return { bytes: body.byteLength }
  return redactBody(headers['content-type'] ?? '', body)
}

function outcomeOf(result: Tried) {
  if (!result.ok) return result.error.type === 'unanswered' ? 'unknown' : 'failed'
  if (result.value.status >= 500) return 'failed'
  return result.value.status >= 400 ? 'refused' : 'answered'
}

/** A host counts as failing when it does not answer or answers 5xx; what it refuses is an answer. */
class HostFailed extends Error {
  constructor(readonly result: Tried) {
    super('The host failed')
  }
}

/** Whoever waits has no time for what others are in the middle of: a call that did not begin until then never leaves. */
async function passGate(policy: HostPolicy, request: RemoteRequest): Promise<Tried> {
  const leftMs = patienceLeftMs(request)
  if (leftMs === null) return enterGate(policy, request)
  // Noted here: what runs when its turn comes runs in the context of whoever made room.
  const until = performance.now() + leftMs
  let state: 'waiting' | 'sent' | 'given_up' = 'waiting'
  const answered = enterGate(policy, request, () => {
    if (state === 'waiting') state = 'sent'
    return state === 'sent' ? until - performance.now() : 0
  })
  const ended = new AbortController()
  const given = pause(leftMs, null, { signal: ended.signal }).then(
    () => {
      // What was sent ends by its own deadline, which is no later.
      if (state === 'sent') return answered
      state = 'given_up'
      return tooBusy
    },
    () => answered
  )
  return Promise.race([answered, given]).finally(() => ended.abort())
}

const tooBusy: Tried = err({ type: 'not_sent', reason: 'Other calls to this host took too long' })

/** @param leftMs how long somebody still waits when its turn comes; absent where nobody does */
async function enterGate(policy: HostPolicy, request: RemoteRequest, leftMs?: () => number): Promise<Tried> {
  const name = request.gate ?? new URL(request.url).host
  const { bulkhead } = gateTo(name, policy)
  // A host that is too slow for a page may be fast enough for work: what was cut short for one says nothing about the other.
  const { breaker } = leftMs ? gateTo(`${name} (somebody waits)`, policy) : gateTo(name, policy)
  try {
    return await bulkhead.execute(() => {
      const timeoutMs = Math.min(policy.timeoutMs, leftMs?.() ?? policy.timeoutMs)
      if (timeoutMs <= 0) return tooBusy
      // While one finds out whether the host is back, the others would wait for as long as a call may take.
      if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError()
      return breaker.execute(async () => {
        const result = await send(timeoutMs, request)
        if (!result.ok || result.value.status >= 500) throw new HostFailed(result)
        return result
      })
    })
  } catch (error) {
    if (error instanceof HostFailed) return error.result
    if (error instanceof BrokenCircuitError) {
      return err({
        type: 'not_sent',
        reason: 'The host failed often in a row and is left alone for a moment',
        isResting: true,
      })
    }
    if (error instanceof BulkheadRejectedError) {
      return err({ type: 'not_sent', reason: 'Too many calls to this host are waiting' })
    }
    throw error
  }
}

/** Codes of connections that were never made; with any other failure the request may have arrived. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

async function send(timeoutMs: number, request: RemoteRequest): Promise<Tried> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ? (request.body as BodyInit) : undefined,
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    })
    const body = await response.text()
    return ok({ status: response.status, headers: Object.fromEntries(response.headers), body })
  } catch (error) {
    const { code, reason } = explain(error)
    return err({ type: neverConnected.has(code) ? 'not_sent' : 'unanswered', reason })
  }
}

function explain(error: unknown): { code: string; reason: string } {
  if (!(error instanceof Error)) return { code: '', reason: String(error) }
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause ? String(cause.code) : ''
  if (error.name === 'TimeoutError') return { code: '', reason: 'No answer within the deadline' }
  return { code, reason: cause.message || code || error.name }
}
