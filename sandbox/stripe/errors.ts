export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

export type ErrorBody = {
  type: ErrorType
  message: string
  code?: string
  param?: string
  decline_code?: string
  advice_code?: string
  network_advice_code?: string
  network_decline_code?: string
  doc_url?: string
  request_log_url?: string
  charge?: string
  payment_intent?: unknown
  setup_intent?: unknown
  payment_method?: unknown
}

/**
 * A refusal in Stripe's words. `keepsChanges` is true when the refusal is itself an outcome (a decline is
 * remembered on the intent and its charge), so the work done up to it is committed.
 */
export class StripeError extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly keepsChanges: boolean

  constructor(status: number, body: ErrorBody, options: { keepsChanges?: boolean } = {}) {
    super(body.message)
    this.status = status
    this.body = body.code
      ? { doc_url: `https://stripe.com/docs/error-codes/${dashed(body.code)}`, ...body }
      : body
    this.keepsChanges = options.keepsChanges ?? false
  }
}

export function invalidRequest(
  message: string,
  options: { param?: string; code?: string } = {}
): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, ...options })
}

export function resourceMissing(noun: string, id: string, param = 'id'): StripeError {
  const message = `No such ${noun}: '${id}'`
  return new StripeError(404, { type: 'invalid_request_error', code: 'resource_missing', message, param })
}

export function cardError(
  fields: Omit<ErrorBody, 'type'>,
  options: { keepsChanges?: boolean } = {}
): StripeError {
  return new StripeError(402, { type: 'card_error', ...fields }, options)
}

function dashed(code: string): string {
  return code.replaceAll('_', '-')
}
