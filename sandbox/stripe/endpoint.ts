import type { Account, Call } from './account.ts'
import type { Key } from './authentication.ts'
import { requireSecret } from './authentication.ts'
import { StripeError, type ErrorBody } from './errors.ts'
import { expanded } from './expand.ts'
import { type Form } from './form.ts'
import { fingerprintOfRequest, storedAnswer } from './idempotency.ts'
import { readParams } from './parameters.ts'
import type { Params } from './params.ts'

/** One verb and path of the API. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  /** Browsers may call it with the publishable key. */
  publishable?: boolean
  /** Refuses parameters that exclude one another. What it refuses is not remembered under an idempotency key. */
  check?: (params: Params) => void
  run: (call: Call) => object
}

export type Asked = {
  method: string
  path: string
  pathParams: Record<string, string>
  form: Form
  rawBody: string
  key: Key
  idempotencyKey: string | null
  requestId: string
  baseUrl: string
}

export type Answer = { status: number; body: string; replayOf: string | null }

/** Runs an endpoint under the rules of idempotency: an outcome is stored with the changes it made, in one commit. */
export function answer(account: Account, endpoint: Endpoint, asked: Asked): Answer {
  if (!endpoint.publishable) requireSecret(asked.key)
  const stored = replay(account, asked)
  if (stored) return stored

  const publishable = asked.key === 'publishable'
  const operation = `${endpoint.method} ${endpoint.url}`
  const params = readParams(operation, asked.form, { publishable })
  endpoint.check?.(params)
  refuseByFault(account, asked)

  const call: Call = {
    account,
    records: account.records,
    params,
    path: asked.pathParams,
    publishable,
    request: { id: asked.requestId, idempotency_key: asked.idempotencyKey },
    baseUrl: asked.baseUrl,
    now: Math.floor(account.kit.nowMs() / 1000),
  }
  return execute(call, endpoint, asked)
}

function replay(account: Account, asked: Asked): Answer | null {
  if (asked.method !== 'POST' || !asked.idempotencyKey) return null
  const stored = storedAnswer(account.records, {
    key: asked.idempotencyKey,
    fingerprint: fingerprintOfRequest(asked.method, asked.path, asked.rawBody),
    nowMs: account.kit.nowMs(),
  })
  return stored && { status: stored.status, body: stored.body, replayOf: stored.requestId }
}

function execute(call: Call, endpoint: Endpoint, asked: Asked): Answer {
  const { kit } = call.account
  const faults = drawnFaults(call, asked)
  try {
    return kit.store.transaction(() => {
      const outcome = outcomeOf(call, endpoint, asked, faults)
      remember(call, asked, outcome)
      return outcome
    })
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    const refused = refusal(error, asked)
    kit.store.transaction(() => remember(call, asked, refused))
    return refused
  }
}

type DrawnFaults = { instead: boolean; afterwards: boolean }

/** Drawn outside of the transaction: a fault that rolls back must not take back that it has struck. */
function drawnFaults(call: Call, asked: Asked): DrawnFaults {
  const { faults } = call.account.kit
  const route = { method: asked.method, path: asked.path }
  return {
    instead: faults.strikes('error_500_stored', route),
    afterwards: faults.strikes('error_500_after', route),
  }
}

/** Throws what must be rolled back; answers everything that is to be committed. */
function outcomeOf(call: Call, endpoint: Endpoint, asked: Asked, faults: DrawnFaults): Answer {
  const { afterwards } = faults
  if (faults.instead) throw serverError()
  try {
    const object = endpoint.run(call)
    if (afterwards) return refusal(serverError(), asked)
    const full = expanded(call.records, object, call.params.texts('expand') ?? [])
    return { status: 200, body: JSON.stringify(full, null, 2), replayOf: null }
  } catch (error) {
    if (error instanceof StripeError && error.keepsChanges) {
      return refusal(afterwards ? serverError() : error, asked)
    }
    throw error
  }
}

function remember(call: Call, asked: Asked, outcome: Answer): void {
  if (asked.method !== 'POST' || !asked.idempotencyKey) return
  call.records.idempotency.put(asked.idempotencyKey, {
    key: asked.idempotencyKey,
    fingerprint: fingerprintOfRequest(asked.method, asked.path, asked.rawBody),
    status: outcome.status,
    body: outcome.body,
    requestId: asked.requestId,
    createdMs: call.account.kit.nowMs(),
  })
}

export function refusal(error: StripeError, asked: { requestId: string }): Answer {
  const body: { error: ErrorBody } = {
    error: { ...error.body, request_log_url: `https://dashboard.stripe.com/test/logs/${asked.requestId}` },
  }
  return { status: error.status, body: JSON.stringify(body, null, 2), replayOf: null }
}

function refuseByFault(account: Account, asked: Asked): void {
  const route = { method: asked.method, path: asked.path }
  if (account.kit.faults.strikes('rate_limited', route)) {
    throw new StripeError(429, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded.',
    })
  }
  if (account.kit.faults.strikes('lock_timeout', route)) {
    throw new StripeError(429, {
      type: 'invalid_request_error',
      code: 'lock_timeout',
      message:
        'This object cannot be accessed right now because another API request or Stripe process is currently ' +
        'accessing it.',
    })
  }
}

export function serverError(): StripeError {
  return new StripeError(500, {
    type: 'api_error',
    message: 'An unknown error occurred.',
  })
}
