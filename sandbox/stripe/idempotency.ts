import { createHash } from 'node:crypto'
import { StripeError } from './errors.ts'
import type { Records, StoredAnswer } from './records.ts'

const keyCharactersMax = 255
const keptMs = 24 * 60 * 60 * 1000

/** Keys whose first request is still on its way through this process. */
export class KeysInUse {
  private readonly keys = new Set<string>()

  claim(key: string): void {
    if (this.keys.has(key)) {
      throw new StripeError(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message:
          'There is currently another in-progress request using this Idempotent Key (that probably means you ' +
          `submitted twice, and the other request is still going through): ${key}. Try again once the other ` +
          'request finishes.',
      })
    }
    this.keys.add(key)
  }

  release(key: string): void {
    this.keys.delete(key)
  }
}

export function checkKey(key: string): void {
  if (key.length > 0 && key.length <= keyCharactersMax) return
  throw new StripeError(400, {
    type: 'idempotency_error',
    message: `Idempotency keys must have from 1 to ${keyCharactersMax} characters.`,
  })
}

/** The answer given before under this key; refuses when the key stood for another request. Kept for 24 hours. */
export function storedAnswer(
  records: Records,
  request: { key: string; fingerprint: string; nowMs: number }
): StoredAnswer | null {
  const stored = records.idempotency.get(request.key)
  if (!stored || request.nowMs - stored.createdMs >= keptMs) return null
  if (stored.fingerprint === request.fingerprint) return stored
  throw new StripeError(400, {
    type: 'idempotency_error',
    message:
      'Keys for idempotent requests can only be used with the same parameters they were first used with. Try ' +
      `using a key other than '${request.key}' if you meant to execute a different request.`,
  })
}

export function fingerprintOfRequest(method: string, path: string, body: string): string {
  const sorted = [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).toSorted()
  return createHash('sha256')
    .update([method, path, ...sorted].join('\n'))
    .digest('hex')
}
