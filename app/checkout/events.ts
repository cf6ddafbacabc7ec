import { event } from '#app/shared/events/event'

export type OrderFailureReason =
  | 'capacity_refused'
  | 'creation_failed'
  | 'expired'
  | 'cancelled_by_customer'
  | 'cancelled_by_staff'
  | 'refused_in_review'
  | 'payment_lapsed'

export const orderPlaced = event<{ orderId: string }>(
  'order.placed',
  'A customer accepted a quote; what it needs is to be reserved now.'
)
export const orderPaymentRequested = event<{ orderId: string }>(
  'order.payment_requested',
  'Everything of an order is reserved; the customer is asked to pay.'
)
export const orderAccepted = event<{ orderId: string }>(
  'order.accepted',
  'Payment of an order is certain; its services are to be made.'
)
export const orderHeld = event<{ orderId: string; paymentId: string }>(
  'order.held',
  'The payment of an order looks risky to its gateway; a person is to look at it before anything is made.'
)
/** `decidedBy`: whether staff decided here, or somebody in the gateway's own pages. */
export const orderReleased = event<{ orderId: string; decidedBy: 'staff' | 'gateway' }>(
  'order.released',
  'Somebody looked at the payment of an order that was held and let it go on.'
)
export const orderCompleted = event<{ orderId: string }>(
  'order.completed',
  'Every line of an order is finished and at least one service runs; it is to be invoiced.'
)
export const orderFailed = event<{ orderId: string; reason: string }>(
  'order.failed',
  'An order is over without a service; what was reserved or authorised for it is to be given back.'
)
export const orderPaymentRefused = event<{ orderId: string; paymentId: string }>(
  'order.payment_refused',
  'Money was authorised for an order that is already over; it is to be given back.'
)
