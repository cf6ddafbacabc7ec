import type { Link } from './records.ts'

export type Detail = {
  issue: string
  description: string
  field?: string
  value?: string
  location?: 'body' | 'path' | 'query' | 'header'
}

const names: Record<number, [string, string]> = {
  400: ['INVALID_REQUEST', 'Request is not well-formed, syntactically incorrect, or violates schema.'],
  401: ['AUTHENTICATION_FAILURE', 'Authentication failed due to missing Authorization header, or invalid authentication credentials.'],
  403: ['NOT_AUTHORIZED', 'Authorization failed due to insufficient permissions.'],
  404: ['RESOURCE_NOT_FOUND', 'The specified resource does not exist.'],
  409: ['RESOURCE_CONFLICT', 'The server has detected a conflict while processing this request.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'The server does not support the request payload\'s media type.'],
  422: ['UNPROCESSABLE_ENTITY', 'The requested action could not be performed, semantically incorrect, or failed business validation.'],
  429: ['RATE_LIMIT_REACHED', 'Too many requests. Blocked due to rate limiting.'],
  500: ['INTERNAL_SERVER_ERROR', 'An internal server error has occurred.'],
  503: ['SERVICE_UNAVAILABLE', 'Service Unavailable.'],
} // prettier-ignore

/** A refusal in PayPal's words. With `keepsChanges` the work done before it is committed: a declined funding source is remembered. */
export class PayPalError extends Error {
  readonly status: number
  readonly details: Detail[]
  readonly links: Link[]
  readonly keepsChanges: boolean

  constructor(
    status: number,
    details: Detail[] = [],
    { links = [], keepsChanges = false }: { links?: Link[]; keepsChanges?: boolean } = {}
  ) {
    super(details[0]?.issue ?? names[status]?.[0] ?? 'ERROR')
    this.status = status
    this.details = details
    this.links = links
    this.keepsChanges = keepsChanges
  }

  body(debugId: string): object {
    const [name, message] = names[this.status] ?? names[500]!
    return {
      name,
      message,
      debug_id: debugId,
      ...(this.details.length > 0 ? { details: this.details } : {}),
      links: [
        {
          href: `https://developer.paypal.com/docs/api/orders/v2/#error-${this.message}`,
          rel: 'information_link',
          method: 'GET',
        },
        ...this.links,
      ],
    }
  }
}

/** 422: understood, and not possible. */
export function unprocessable(
  issue: string,
  description: string,
  rest: Partial<Detail> & { links?: Link[]; keepsChanges?: boolean } = {}
): PayPalError {
  const { links, keepsChanges, ...place } = rest
  return new PayPalError(422, [{ issue, description, ...place }], { links, keepsChanges })
}

/** 400: a member is missing or malformed. */
export function malformed(issue: string, field: string, description: string): PayPalError {
  return new PayPalError(400, [{ issue, description, field, location: 'body' }])
}

export function notFound(
  description = 'Specified resource ID does not exist. Please check the resource ID and try again.'
) {
  return new PayPalError(404, [{ issue: 'INVALID_RESOURCE_ID', description }])
}
