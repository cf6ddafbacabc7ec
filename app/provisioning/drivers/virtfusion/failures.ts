import type { PanelFailure } from '#app/provisioning/drivers/contract'

export interface PanelAnswer {
  status: number
  body: unknown
  retryAfterMs?: number
}

/** The `msg` texts by which the panel says that a record is missing; a 404 without one means a wrong address (see README). */
const knownMissing = /^(the )?[a-z_ ]+ (was )?not found\.?$/i
const serverMissing = /server( was)? not found/i
const noRoom = /no hypervisor|not enough|no free|insufficient|capacity|can not fit|cannot fit/i

/** Any 2xx is success: panels of different versions answer 200, 201 or 204 to the same call. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What an answer other than success means. */
export function readFailure({ status, body, retryAfterMs }: PanelAnswer): PanelFailure {
  const message = errorText(body) || `The panel answered ${status}.`
  switch (status) {
    case 401:
      return { type: 'misconfigured', message: 'The panel refuses our token.' }
    case 403:
      return { type: 'misconfigured', message: `Our token may not do this: ${message}` }
    case 404:
      return readMissing(body)
    case 405:
      return notAllowed
    case 409:
      return { type: 'refused', reason: 'conflict', message }
    case 422:
      return { type: 'refused', reason: noRoom.test(message) ? 'no_capacity' : 'invalid', message }
    case 423:
      return { type: 'retry_later', message }
    case 429:
      return { type: 'retry_later', message: 'The panel asks us to slow down.', afterMs: retryAfterMs }
    default:
      return readOther(status, message)
  }
}

/** `errors` (a list, or a map by field), then `msg`, then `message`: newer endpoints use the first, older ones the others. */
export function errorText(body: unknown): string {
  if (!isRecord(body)) return ''
  const errors = body.errors
  if (Array.isArray(errors)) return errors.map(String).join(' ')
  if (isRecord(errors)) return Object.values(errors).flat().map(String).join(' ')
  if (typeof errors === 'string' && errors) return errors
  if (typeof body.msg === 'string' && body.msg) return body.msg
  return typeof body.message === 'string' ? body.message : ''
}

/** True when a lookup by our own relation id found nobody. */
export function isMissingRecord(answer: PanelAnswer): boolean {
  return answer.status === 404 && isRecord(answer.body) && knownMissing.test(String(answer.body.msg ?? ''))
}

function readMissing(body: unknown): PanelFailure {
  const text = isRecord(body) && typeof body.msg === 'string' ? body.msg : ''
  if (serverMissing.test(text)) return { type: 'gone', message: 'The server is not on the panel.' }
  if (knownMissing.test(text)) return { type: 'misconfigured', message: `The panel says: ${text}.` }
  return nothingAnswers
}

const nothingAnswers: PanelFailure = {
  type: 'misconfigured',
  message: 'Nothing answers at the address of the panel interface.',
}
const notAllowed: PanelFailure = {
  type: 'refused',
  reason: 'unsupported',
  message: 'The panel knows no such call.',
}

/** An older panel answers a newer call as any address that it does not know, or as one that takes no such method. */
export function isNoCall(failure: PanelFailure): boolean {
  return failure === nothingAnswers || failure === notAllowed
}

/** After a 5xx the panel may or may not have acted: a gateway in front of it gives up while it goes on. */
function readOther(status: number, message: string): PanelFailure {
  if (status >= 300 && status < 400)
    return { type: 'misconfigured', message: 'The address of the panel leads elsewhere.' }
  if (status >= 500) return { type: 'unknown', message }
  if (status === 408) return { type: 'unknown', message }
  return { type: 'refused', reason: 'invalid', message }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
