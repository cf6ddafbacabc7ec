import type { PanelFailure } from '#app/provisioning/drivers/contract'
import type { Envelope } from '#app/provisioning/drivers/synergycp/shapes'

export interface PanelAnswer {
  status: number
  body: unknown
  retryAfterMs?: number
}

/** The panel declined to do automatically what it was asked for: the client is one that only people may touch. */
export const ignoredMessage = 'This client is a VIP on the panel: only a person may do that there.'

const noRoom = /no available|out of stock|not enough|no free/i
const taken = /not available|already|in use|taken/i

/** Whether a call worked: `error` has to be exactly false, whatever the status says. */
export function isSuccess({ status, body }: PanelAnswer): boolean {
  return status >= 200 && status < 300 && envelopeOf(body)?.error === false
}

/** What an answer other than success means. */
export function readFailure({ status, body, retryAfterMs }: PanelAnswer): PanelFailure {
  const envelope = envelopeOf(body)
  const message = envelope ? messageOf(envelope) : ''
  if (isIgnored(envelope)) return { type: 'refused', reason: 'conflict', message: ignoredMessage }
  switch (status) {
    case 401:
      return { type: 'misconfigured', message: 'The panel refuses our key.' }
    case 403:
      return { type: 'misconfigured', message: `Our key may not do this: ${message || 'forbidden'}` }
    case 404:
      // Only the envelope is the panel speaking; anything else at this address is not it.
      return envelope
        ? { type: 'gone', message: message || 'The panel does not know it.' }
        : { type: 'misconfigured', message: 'Nothing answers at the address of the panel interface.' }
    case 409:
      return refused(message || 'The panel refuses it.', 'conflict')
    case 429:
      return { type: 'retry_later', message: 'The panel asks us to slow down.', afterMs: retryAfterMs }
    default:
      return readOther(status, { envelope, message })
  }
}

export function isIgnored(envelope: Envelope | null): boolean {
  const data = envelope?.data
  return typeof data === 'object' && data !== null && (data as { ignored?: unknown }).ignored === true
}

export function messageOf({ messages }: Envelope): string {
  const texts = (messages ?? []).flatMap(({ text }) => (text ? [text] : []))
  return texts.join(' ')
}

export function envelopeOf(body: unknown): Envelope | null {
  if (typeof body !== 'object' || body === null) return null
  // A text there is how web servers speak, not this panel.
  return typeof (body as { error?: unknown }).error === 'boolean' ? (body as Envelope) : null
}

/** After a 5xx the panel may or may not have acted. An error inside of a success is a refusal. */
function readOther(
  status: number,
  { envelope, message }: { envelope: Envelope | null; message: string }
): PanelFailure {
  if (status >= 300 && status < 400)
    return { type: 'misconfigured', message: 'The address of the panel leads elsewhere.' }
  if (status >= 500 || status === 408)
    return { type: 'unknown', message: message || `The panel answered ${status}.` }
  if (!envelope && status < 300)
    return { type: 'misconfigured', message: 'What answers at this address is not the panel.' }
  return refused(message || `The panel answered ${status}.`, taken.test(message) ? 'conflict' : 'invalid')
}

function refused(message: string, reason: 'conflict' | 'invalid'): PanelFailure {
  return { type: 'refused', reason: noRoom.test(message) ? 'no_capacity' : reason, message }
}
