/** An answer other than success, thrown by any part of the panel and written out by the route. */
export class Refusal extends Error {
  readonly status: number
  /** An object is the vendor's `HttpError`; a text is what its JSON reader says, as plain text. */
  readonly body: { code: string; detail?: string; message?: string } | string

  constructor(status: number, body: Refusal['body']) {
    super(`refused with ${status}`)
    this.status = status
    this.body = body
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, { code: 'not_found', detail: `${what} not found` })
}

export function alreadyExists(detail: string): Refusal {
  return new Refusal(409, { code: 'already_exists', detail })
}

export function invalid(detail: string): Refusal {
  return new Refusal(400, { code: 'invalid_input', detail })
}

export function forbidden(detail: string): Refusal {
  return new Refusal(403, { code: 'forbidden', detail })
}
