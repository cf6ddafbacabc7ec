import { createHash } from 'node:crypto'
import type { Account, Call } from './account.ts'
import { PayPalError, unprocessable } from './errors.ts'

/** One verb and path of the interface. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  /** What a success answers; what was created answers 201. */
  status?: number
  /** What a repeat under the same PayPal-Request-Id gets: what the first one made, as it stands now. */
  repeat?: { window: keyof typeof keptForMs; show: (call: Call, id: string) => object }
  run: (call: Call) => object | null
}

const hourMs = 3_600_000
const keptForMs = { orders: 6 * hourMs, payments: 45 * 24 * hourMs, vault: 3 * hourMs }

export type Answer = { status: number; body: object | null; error: PayPalError | null }

/** Runs an endpoint in a transaction, and once for its PayPal-Request-Id. What was refused is not remembered. */
export function answer(account: Account, endpoint: Endpoint, call: Call): Answer {
  try {
    return account.kit.store.transaction(() => answerOnce(endpoint, call))
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error
    return { status: error.status, body: null, error }
  }
}

/** Throws what must be rolled back; answers everything that is to be committed. */
function answerOnce(endpoint: Endpoint, call: Call): Answer {
  const repeated = repeatOf(endpoint, call)
  if (repeated) return { status: 200, body: repeated, error: null }
  try {
    const body = endpoint.run(call)
    remember(endpoint, call, body)
    return { status: endpoint.status ?? (endpoint.method === 'POST' ? 201 : 200), body, error: null }
  } catch (error) {
    if (error instanceof PayPalError && error.keepsChanges) return { status: error.status, body: null, error }
    throw error
  }
}

function keyOf({ method, url, repeat }: Endpoint, { requestId }: Call): string | null {
  return repeat && requestId ? `${method} ${url} ${requestId}` : null
}

function repeatOf(endpoint: Endpoint, call: Call): object | null {
  const key = keyOf(endpoint, call)
  const known = key ? call.records.remembered.get(key) : undefined
  if (!known || !endpoint.repeat) return null
  const { window, show } = endpoint.repeat
  if (call.account.kit.nowMs() - known.atMs >= keptForMs[window]) return null
  if (window === 'vault' && known.fingerprint !== fingerprintOf(call))
    throw unprocessable(
      'PAYPAL_REQUEST_ID_PREVIOUSLY_USED',
      'The PayPal-Request-Id was used before with another payload.'
    )
  return show(call, known.resource)
}

function remember(endpoint: Endpoint, call: Call, body: object | null): void {
  const key = keyOf(endpoint, call)
  const id = (body as { id?: unknown } | null)?.id
  if (!key || typeof id !== 'string') return
  call.records.remembered.put(key, {
    key,
    resource: id,
    fingerprint: fingerprintOf(call),
    atMs: call.account.kit.nowMs(),
  })
}

function fingerprintOf({ body }: Call): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}
