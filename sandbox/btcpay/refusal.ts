/** Something the server refuses, as it words it: a list of fields that are wrong, or a code with a sentence. */
export class Refusal extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super('refused')
    this.status = status
    this.body = body
  }
}

export function invalid(path: string, message: string): Refusal {
  return new Refusal(422, [{ path, message }])
}

export function problem(status: number, code: string, message: string): Refusal {
  return new Refusal(status, { code, message })
}

export const notFound = {
  invoice: () => problem(404, 'invoice-not-found', 'The invoice was not found'),
  webhook: () => problem(404, 'webhook-not-found', 'The webhook was not found'),
  delivery: () => problem(404, 'webhookdelivery-not-found', 'The webhook delivery was not found'),
  pullPayment: () => problem(404, 'pullpayment-not-found', 'The pull payment was not found'),
  payout: () => problem(404, 'payout-not-found', 'The payout was not found'),
}
