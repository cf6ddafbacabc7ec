import type { HttpContext } from '@adonisjs/core/http'

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
  422: 'Cannot be accepted',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
}

export function sendProblem(ctx: HttpContext, problem: Problem): void {
  ctx.response
    .status(problem.status)
    .type(problemType)
    .send(describeProblem(problem, ctx.request.id() ?? null))
}

export const problemType = 'application/problem+json'

/** What is sent of a problem. */
export function describeProblem({ status, code, detail, errors }: Problem, requestId: string | null): object {
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
