/** An answer other than success, thrown by any part of the panel and written out by the route. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    super(`refused with ${status}`)
    this.status = status
    this.body = body
  }
}

export function notFound(msg: string): Refusal {
  return new Refusal(404, { msg })
}

export function conflict(msg: string): Refusal {
  return new Refusal(409, { msg })
}

export function locked(): Refusal {
  return new Refusal(423, { msg: 'The server is currently locked. Please try again later.' })
}
