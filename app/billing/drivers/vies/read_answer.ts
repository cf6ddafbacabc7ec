import { err, ok, type Result } from '#app/shared/result'
import type { TaxIdAnswer, TaxIdFailure } from '#app/billing/drivers/contract'

interface ViesBody {
  valid?: unknown
  userError?: unknown
  name?: unknown
  address?: unknown
  requestIdentifier?: unknown
  actionSucceed?: unknown
  errorWrappers?: { error?: unknown }[]
}

const answers = new Set(['VALID', 'INVALID'])

/** Codes that are about what was sent; every other one is an outage or a limit, whatever it is called, and no verdict. */
const failures: Record<string, TaxIdFailure['type']> = {
  INVALID_INPUT: 'malformed',
  INVALID_REQUESTER_INFO: 'requester_refused',
  VAT_BLOCKED: 'blocked',
  IP_BLOCKED: 'blocked',
}

/** What VIES said. Only `valid: true` and `valid: false` without an error are verdicts. */
export function readViesAnswer(answer: { status: number; body: string }): Result<TaxIdAnswer, TaxIdFailure> {
  const body = readBody(answer.body)
  if (!body) return err({ type: 'retry_later', reason: `VIES answered ${answer.status} without JSON` })
  const code = errorOf(body)
  if (code) return err({ type: failures[code] ?? 'retry_later', reason: code })
  if (answer.status !== 200 || typeof body.valid !== 'boolean')
    return err({ type: 'retry_later', reason: `VIES answered ${answer.status} without a verdict` })
  return ok({
    isValid: body.valid,
    name: text(body.name),
    address: text(body.address),
    consultation: text(body.requestIdentifier),
  })
}

function errorOf({ userError, actionSucceed, errorWrappers }: ViesBody): string | null {
  const wrapped = errorWrappers?.[0]?.error
  if (typeof wrapped === 'string' && wrapped !== '') return wrapped
  if (actionSucceed === false) return 'SERVICE_UNAVAILABLE'
  if (typeof userError === 'string' && userError !== '' && !answers.has(userError)) return userError
  return null
}

function readBody(body: string): ViesBody | null {
  try {
    const read: unknown = JSON.parse(body)
    return typeof read === 'object' && read !== null ? (read as ViesBody) : null
  } catch {
    return null
  }
}

/** Germany and Spain answer `---` instead of names. */
function text(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const lines = value.replaceAll(/[ \t]+/g, ' ').trim()
  return lines === '' || /^-+$/.test(lines) ? null : lines.slice(0, 500)
}
