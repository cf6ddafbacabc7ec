import { event } from '#app/shared/events/event'
import type { Decline } from '#app/payments/domain/gateway_values'
import type { PaymentPurpose } from '#app/payments/domain/payment'

export interface PaymentFact {
  paymentId: string
  /** Null for a payment of several invoices (a bundle), and for a top-up of the customer balance. */
  invoiceId: string | null
  orderId: string | null
  purpose: PaymentPurpose
}

export const paymentAuthorised = event<PaymentFact & { methodCountry: string | null }>(
  'payment.authorised',
  'The bank holds the money of a payment for us; it is not taken yet.'
)
/** `amount`: what the customer is credited with, in minor units. */
export const paymentSucceeded = event<
  PaymentFact & { amount: string; currency: string; methodCountry: string | null }
>('payment.succeeded', 'Money was taken through a gateway and booked to the balance of its customer.')
export const paymentMoreReceived = event<
  PaymentFact & { receiptId: string; amount: string; currency: string }
>(
  'payment.more_received',
  'Coins came for a payment that had succeeded already; they were booked to the balance of its customer.'
)
export const paymentFailed = event<PaymentFact & { failure: Decline | null; isOffSession: boolean }>(
  'payment.failed',
  'A payment ended without money and will not be tried again by itself.'
)
export const paymentDeclined = event<PaymentFact & { failure: Decline | null }>(
  'payment.declined',
  'A card was declined in front of its customer, who may try another for the same payment.'
)
export const paymentActionRequired = event<PaymentFact>(
  'payment.action_required',
  'A charge without the customer needs their confirmation at the bank.'
)
export const paymentCancelled = event<PaymentFact>(
  'payment.cancelled',
  'A payment was called off; what the bank held was let go.'
)
export const methodSaved = event<{ paymentMethodId: string }>(
  'payment_method.saved',
  'A customer let us keep a card for later charges.'
)
export const methodRemoved = event<{ paymentMethodId: string }>(
  'payment_method.removed',
  'A saved card is no longer kept.'
)
export const gatewayMisconfigured = event<{ gatewayId: string; reason: string }>(
  'gateway.misconfigured',
  'A gateway refused us for a reason that an operator has to mend.'
)
export const gatewayConnected = event<{ gatewayId: string }>(
  'gateway.connected',
  'A payment gateway was connected or its settings were changed.'
)
export const paymentLimitsChanged = event<{ currency: string; changed: string[] }>(
  'payment_limits.changed',
  'How much customers may pay in and keep on their balance was set anew for a currency.'
)
