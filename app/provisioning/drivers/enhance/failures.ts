import type { PanelFailure } from '#app/provisioning/drivers/contract'

export interface PanelAnswer {
  status: number
  /** As it came: an object, a bare JSON text or number, plain words, or nothing. */
  text: string
  retryAfterMs?: number
}

/** 404 without the panel's own body: either what was asked for is not there, or nothing at all is at this address. */
export const missing = { type: 'missing' } as const

const noRoom = /no_available_server|no server is available|quota_exceeded/i

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What an answer other than success means. */
export function readFailure({ status, text, retryAfterMs }: PanelAnswer): PanelFailure | typeof missing {
  const message = errorText(text) || `The panel answered ${status}.`
  switch (status) {
    case 401:
      return { type: 'misconfigured', message: 'The panel refuses our token.' }
    case 403:
      return { type: 'misconfigured', message: `Our token may not do this: ${message}` }
    case 404:
      return codeOf(text) ? { type: 'gone', message } : missing
    case 409:
      return { type: 'refused', reason: 'conflict', message }
    case 429:
      return { type: 'retry_later', message: 'The panel asks us to slow down.', afterMs: retryAfterMs }
    default:
      return readOther(status, { text, message })
  }
}

/** `detail`, then `message`, then `code`; only the last is certain. Some refusals are words without any of it. */
export function errorText(text: string): string {
  const body = parse(text)
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null) return looksLikeWords(text) ? text.trim() : ''
  const { detail, message, code } = body as Record<string, unknown>
  return [detail, message, code].find((part): part is string => typeof part === 'string' && part !== '') ?? ''
}

/** The body of an answer: updates answer with nothing at all. */
export function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(text: string): string | null {
  const body = parse(text)
  const code = typeof body === 'object' && body !== null ? (body as { code?: unknown }).code : null
  return typeof code === 'string' ? code : null
}

/** After a 5xx the panel may or may not have acted. */
function readOther(status: number, { text, message }: { text: string; message: string }): PanelFailure {
  if (status >= 300 && status < 400)
    return { type: 'misconfigured', message: 'The address of the panel leads elsewhere.' }
  if (status >= 500 || status === 408) return { type: 'unknown', message }
  return { type: 'refused', reason: noRoom.test(text) ? 'no_capacity' : 'invalid', message }
}

/** Not a page of a web server that stands in front. */
function looksLikeWords(text: string): boolean {
  return text.length < 500 && !/<html|<!doctype/i.test(text)
}
