/** The panel's errors: a list, each with the class of its exception, the status as text, and a sentence. */

export interface PanelError {
  code: string
  detail: string
  meta?: { source_field: string; rule: string }
}

/** An answer other than success, thrown by any part of the panel and written out by the route. */
export class Refusal extends Error {
  readonly status: number
  readonly errors: PanelError[]
  readonly headers: Record<string, string>

  constructor(status: number, errors: PanelError[], headers: Record<string, string> = {}) {
    super(`refused with ${status}`)
    this.status = status
    this.errors = errors
    this.headers = headers
  }

  get body() {
    return {
      errors: this.errors.map(({ code, detail, meta }) => ({
        code,
        status: String(this.status),
        detail,
        ...(meta ? { meta } : {}),
      })),
    }
  }
}

export function notFound(): Refusal {
  return new Refusal(404, [
    { code: 'NotFoundHttpException', detail: 'The requested resource could not be found on the server.' },
  ])
}

export function unauthenticated(): Refusal {
  return new Refusal(401, [{ code: 'AuthenticationException', detail: 'Unauthenticated.' }])
}

export function forbidden(detail = 'This action is unauthorized.'): Refusal {
  return new Refusal(403, [{ code: 'AccessDeniedHttpException', detail }])
}

/** A rule of the business that stands against it: always 400, whatever the rule. */
export function displayed(code: string, detail: string): Refusal {
  return new Refusal(400, [{ code, detail }])
}

export function invalidField(field: string, rule: string, detail: string): Refusal {
  return new Refusal(422, [{ code: 'ValidationException', detail, meta: { source_field: field, rule } }])
}

export function stateConflict(detail: string): Refusal {
  return new Refusal(409, [{ code: 'ServerStateConflictException', detail }])
}

export function daemonUnreachable(): Refusal {
  return new Refusal(504, [
    {
      code: 'DaemonConnectionException',
      detail:
        'There was an exception while attempting to communicate with the daemon resulting in a HTTP/504 response code. This exception has been logged.',
    },
  ])
}
