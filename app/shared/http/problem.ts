import type { HttpContext } from '@adonisjs/core/http'
import { noteRefusal } from '#app/shared/http/note_refusal'

/** One field's complaint: where it was made and what to do. */
export interface FieldError {
  field: string
  message: string
}

/** An error as the API tells it (RFC 9457, application/problem+json). */
export interface Problem {
  status: number
  /** Stable, for programs: `invoice_already_paid`. */
  code: string
  /** One sentence for people. */
  detail: string
  /** Beside which field the sentence stands, where it is about one. */
  field?: string | null
  /** Where there is more to complain about than one sentence. */
  errors?: FieldError[]
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported content type',
  421: 'Misdirected request',
  422: 'Cannot be accepted',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
}

export function sendProblem(ctx: HttpContext, problem: Problem): void {
  noteRefusal(ctx, problem)
  ctx.response
    .status(problem.status)
    .type(problemType)
    .send(describeProblem(problem, ctx.request.id() ?? null))
}

export const problemType = 'application/problem+json'

/** What is sent of a problem. */
export function describeProblem(problem: Problem, requestId: string | null): object {
  const { status, code, detail, field } = problem
  const errors = problem.errors ?? (field ? [{ field, message: detail }] : null)
  return {
    type: `urn:problem:${code}`,
    title: titles[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors ? { errors } : {}),
    request_id: requestId,
  }
}
