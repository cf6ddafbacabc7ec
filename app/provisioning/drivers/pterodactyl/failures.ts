import type { PanelFailure } from '#app/provisioning/drivers/contract'

export interface PanelAnswer {
  status: number
  body: unknown
  retryAfterMs?: number
}

interface PanelError {
  code: string
  detail: string
  field: string | null
  rule: string | null
}

/** Rules of the business that mean that there is no room. */
const noRoom = new Set([
  'NoViableNodeException',
  'NoViableAllocationException',
  'AutoAllocationNotEnabledException',
])

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What an answer other than success means: by its status and the class of its exception, never by its sentence. */
export function readFailure(answer: PanelAnswer): PanelFailure {
  const { status, retryAfterMs } = answer
  const errors = errorsIn(answer.body)
  const message = errors.map(({ detail }) => detail).join(' ') || `The panel answered ${status}.`
  switch (status) {
    case 400:
      return errors.some(({ code }) => noRoom.has(code))
        ? { type: 'refused', reason: 'no_capacity', message }
        : { type: 'refused', reason: 'conflict', message }
    case 401:
      return { type: 'misconfigured', message: 'The panel refuses our key.' }
    case 403:
      return { type: 'misconfigured', message: `Our key may not do this: ${message}` }
    case 404:
      return { type: 'misconfigured', message: 'Nothing answers at the address of the panel interface.' }
    case 409:
      // Being installed, restored, transferred, or its node is under maintenance: all of these end.
      return { type: 'retry_later', message }
    case 422:
      return { type: 'refused', reason: 'invalid', message }
    case 429:
      return { type: 'retry_later', message: 'The panel asks us to slow down.', afterMs: retryAfterMs }
    default:
      return readOther(status, { errors, message })
  }
}

/** Whether a field was refused because another record has that value. */
export function isTaken(answer: PanelAnswer, field: string): boolean {
  return (
    answer.status === 422 &&
    errorsIn(answer.body).some((error) => error.field === field && error.rule === 'unique')
  )
}

/** The panel undoes what a daemon did not confirm, and says so; any other 5xx may have acted. */
function readOther(
  status: number,
  { errors, message }: { errors: PanelError[]; message: string }
): PanelFailure {
  if (errors.some(({ code }) => code === 'DaemonConnectionException')) return { type: 'retry_later', message }
  if (status >= 300 && status < 400)
    return { type: 'misconfigured', message: 'The address of the panel leads elsewhere.' }
  if (status >= 500 || status === 408) return { type: 'unknown', message }
  return { type: 'refused', reason: 'invalid', message }
}

function errorsIn(body: unknown): PanelError[] {
  if (!isRecord(body) || !Array.isArray(body.errors)) return []
  return body.errors.filter(isRecord).map(({ code, detail, meta }) => ({
    code: String(code ?? ''),
    detail: String(detail ?? ''),
    field: isRecord(meta) && typeof meta.source_field === 'string' ? meta.source_field : null,
    rule: isRecord(meta) && typeof meta.rule === 'string' ? meta.rule : null,
  }))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
