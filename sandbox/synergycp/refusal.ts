/** A call that failed, in the vendor's envelope: `error` is true, and what is wrong is a message of type danger. */
export class Refusal extends Error {
  readonly status: number
  readonly text: string
  readonly data: unknown

  constructor(status: number, text: string, data: unknown = null) {
    super(text)
    this.status = status
    this.text = text
    this.data = data
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, `${what} not found.`)
}

/** A refusal for business reasons. */
export function conflict(text: string): Refusal {
  return new Refusal(409, text)
}

export function invalid(text: string): Refusal {
  return new Refusal(400, text)
}

export function forbidden(text = 'You do not have permission to do this.'): Refusal {
  return new Refusal(403, text)
}

/** Automatic work on a very important client is declined, and the call is answered with success but for the envelope. */
export function ignored(): Refusal {
  return new Refusal(200, 'The client is a VIP, so the automatic action was ignored.', { ignored: true })
}
