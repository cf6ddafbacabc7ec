import type { HttpContext } from '@adonisjs/core/http'
import type { Consent } from '#app/payments/domain/payment'

/** The sentence beside the box that a customer ticks, or the button that they press, to let us keep a card or an account. */
export const consentText = 'I allow this card or account to be charged for renewals until I remove it.'

/** The evidence that card networks ask for: who agreed to what, from where. */
export function consentOf({ request }: HttpContext): Omit<Consent, 'at'> {
  return {
    text: consentText,
    ip: request.ip(),
    userAgent: request.header('user-agent')?.slice(0, 400) ?? null,
  }
}
