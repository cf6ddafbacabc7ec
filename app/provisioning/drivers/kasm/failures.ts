import type { PanelFailure } from '#app/provisioning/drivers/contract'

export interface KasmAnswer {
  status: number
  body: unknown
  retryAfterMs?: number
}

const missing = /unable to (locate|find)|does not exist|not found|no such/i
const noRoom = /no resources|licen[cs]e|maximum number of named/i
const busy = /maximum number of sessions|active sessions/i

/** A refusal may come within a 200: what the body says counts before the status. */
export function refusalIn({ status, body, retryAfterMs }: KasmAnswer): PanelFailure | null {
  const message = messageIn(body)
  if (status >= 300 && status < 400)
    return { type: 'misconfigured', message: 'The address of the panel leads elsewhere.' }
  if (status === 401 || status === 403)
    return { type: 'misconfigured', message: message || 'Kasm refuses our key, or it may not do this.' }
  if (status === 404)
    return { type: 'misconfigured', message: 'Nothing answers at the address of the interface.' }
  if (status === 429)
    return { type: 'retry_later', message: 'Kasm asks us to slow down.', afterMs: retryAfterMs }
  if (status >= 500 || status === 408)
    return { type: 'unknown', message: message || `Kasm answered ${status}.` }
  if (message) return sentenceFailure(message)
  if (status >= 400) return { type: 'refused', reason: 'invalid', message: `Kasm answered ${status}.` }
  return null
}

/** Sentences are all there is: those that we know mean something of their own, any other one is a refusal. */
function sentenceFailure(message: string): PanelFailure {
  if (missing.test(message)) return { type: 'gone', message }
  if (noRoom.test(message)) return { type: 'refused', reason: 'no_capacity', message }
  return { type: 'refused', reason: busy.test(message) ? 'conflict' : 'invalid', message }
}

function messageIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('error_message' in body)) return ''
  return typeof body.error_message === 'string' ? body.error_message : ''
}
