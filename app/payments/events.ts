import { event, eventAmongStaff } from '#app/shared/events/event'
import type { Decline } from '#app/payments/domain/gateway_values'
import type { PaymentPurpose } from '#app/payments/domain/payment'
import type { WarningKind, WarningStatus } from '#app/payments/domain/payment_warning'
import type { RefundFailure, RefundWay } from '#app/payments/domain/refund'

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
/** `outcome`: the gateway's word for what was decided, such as `approved` or `refunded_as_fraud`. */
export const paymentReviewClosed = eventAmongStaff<PaymentFact & { outcome: string }>(
  'payment.review_closed',
  'Somebody decided in the gateway’s own pages about a payment that was put under review there.'
)
/** `kind`: the gateway's screening (`risk`), or a bank (`fraud_report`). `code`: the gateway's own word. */
export const paymentWarned = eventAmongStaff<PaymentFact & { kind: WarningKind; code: string }>('payment.warned', 'A payment whose money is here looks risky, or a bank reports it as fraud; staff are to decide about it.') // prettier-ignore
export const paymentWarningClosed = eventAmongStaff<PaymentFact & { outcome: Exclude<WarningStatus, 'open'>; kinds: WarningKind[] }>('payment.warning_closed', 'A payment that staff were warned of was accepted by them, went back whole, or is disputed now.') // prettier-ignore
export const methodSaved = event<{ paymentMethodId: string }>(
  'payment_method.saved',
  'A customer let us keep a card for later charges.'
)
/** `cause`: somebody asked us, or it was ended at the bank or the gateway, and its customer may not know. */
export const methodRemoved = event<{
  paymentMethodId: string
  cause: 'asked' | 'revoked'
  brand: string | null
  last4: string | null
  label: string | null
}>('payment_method.removed', 'A saved card is no longer kept.')
export const methodUpdated = event<{
  paymentMethodId: string
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
}>('payment_method.updated', 'The bank of a saved card gave it another number or another end.')
export const methodExpiring = event<{
  paymentMethodId: string
  brand: string | null
  last4: string | null
  endsOn: string
  daysBefore: number
  isDefault: boolean
}>(
  'payment_method.expiring',
  'A saved card ends soon, or has ended; its customer is renewed with saved methods.'
)
export const payLinksRevoked = event<{ customerId: string }>(
  'pay_links.revoked',
  'The links under which a customer’s invoices are paid without signing in open nothing any more.'
)
export const payLinkAsked = event<{ customerId: string; invoiceIds: string[] }>(
  'pay_link.asked',
  'Somebody came with a link that is too old or was revoked, and a new one is to be mailed to its customer.'
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

export interface RefundFact {
  refundId: string
  /** Null for a refund another way than to the source of a payment. */
  paymentId: string | null
  /** The invoice of which something was taken back with it. */
  invoiceId: string | null
  way: RefundWay
  origin: 'staff' | 'gateway'
  amount: string
  currency: string
  failure: RefundFailure | null
  /** It had succeeded, and the bank sent it back. */
  isReturned: boolean
}

export const refundRequested = event<RefundFact>(
  'refund.requested',
  'Money is to go back to a customer; it may no longer be spent from their balance.'
)
export const refundApprovalNeeded = eventAmongStaff<RefundFact>(
  'refund.approval_needed',
  'Somebody asked for a refund to which a second person has to agree; nothing has moved.'
)
export const refundSucceeded = event<RefundFact>(
  'refund.succeeded',
  'Money went back to a customer and was booked off their balance.'
)
export const refundFailed = event<RefundFact>(
  'refund.failed',
  'A refund did not arrive; its money is on the balance of its customer.'
)
export const refundCancelled = event<RefundFact>(
  'refund.cancelled',
  'A refund was called off or refused; its money stays where it was.'
)
export const refundActionRequired = event<RefundFact>(
  'refund.action_required',
  'The customer has to say where a refund is to go.'
)
export const refundLimitsChanged = event<{ role: string; currency: string }>(
  'refund_limits.changed',
  'How much staff of a role may give back without a second person was set anew.'
)

export const giftLimitsChanged = event<{ role: string; currency: string }>(
  'gift_limits.changed',
  'How much staff of a role may give one customer away in a day was set anew.'
)

export interface DisputeFact {
  disputeId: string
  paymentId: string
  /** The invoice that the payment was for; null for one of several, and for a top-up. */
  invoiceId: string | null
  amount: string
  currency: string
  reason: string
  /** ISO instant until which an answer counts; null where the gateway says none. */
  respondBy: string | null
  /** Whether the gateway has taken the money back; an inquiry moves none. */
  isWithheld: boolean
}

export const disputeOpened = event<DisputeFact>(
  'dispute.opened',
  'A bank or a customer wants a payment back, or asks about it.'
)
export const disputeEscalated = event<DisputeFact>(
  'dispute.escalated',
  'The gateway took the money of an inquiry back: it is a dispute now.'
)
export const disputeDeadlineNear = event<DisputeFact & { daysBefore: number }>(
  'dispute.deadline_near',
  'An answer to a dispute counts for a few days more, and nobody has handed one in.'
)
export const disputeAnswered = event<DisputeFact>(
  'dispute.answered',
  'Evidence against a dispute was handed in at the gateway.'
)
export const disputeWon = event<DisputeFact>(
  'dispute.won',
  'A dispute was decided for us; the money is ours again.'
)
export const disputeLost = event<DisputeFact>(
  'dispute.lost',
  'A dispute was decided against us or accepted; the money is gone.'
)
export const disputeWithdrawn = event<DisputeFact>(
  'dispute.withdrawn',
  'A dispute was taken back, or an inquiry closed without one.'
)
export const disputeAppealOpened = event<DisputeFact>(
  'dispute.appeal_opened',
  'A dispute that was lost may be appealed, until a date.'
)
/** `amount`: what is no loss of ours any more, in minor units. */
export const disputeLossPassedOn = event<{
  disputeId: string
  paymentId: string
  treatment: 'owed' | 'credited'
  amount: string
  currency: string
  invoices: { invoiceId: string; reference: string; amount: string }[]
}>(
  'dispute.loss_passed_on',
  'What a lost dispute had paid is owed again by its customer, or was taken back by credit notes.'
)
export const disputeLossTakenBack = event<{
  disputeId: string
  paymentId: string
  amount: string
  currency: string
}>(
  'dispute.loss_taken_back',
  'A dispute was won after its loss had been passed on: the money is on the customer balance.'
)
export const gatewaySettled = event<{ gatewayId: string; movements: number; unmatched: number }>(
  'gateway.settled',
  'What a gateway did with our money was fetched, matched with our records and booked.'
)
export const movementAnswered = event<{
  movementId: string
  gatewayId: string
  answer: string
  note: string
}>(
  'gateway_movement.answered',
  'A staff member said what a movement is that fits none of our records, and it was booked as that.'
)
export const gatewayChanged = event<{ gatewayId: string; name: string; status: string }>(
  'gateway.changed',
  'A payment gateway was named anew, or may take new payments or no longer.'
)
export const gatewaysOrdered = event<{ gatewayIds: string[] }>(
  'gateways.ordered',
  'The order in which customers are offered the payment gateways was changed.'
)
export const gatewayWebhookSetUp = event<{ gatewayId: string; url: string }>(
  'gateway.webhook_set_up',
  'A gateway was told where to send its messages.'
)
export const gatewayMessageRetried = event<{ gatewayId: string; messageId: string }>(
  'gateway.message_retried',
  'A staff member had a message of a gateway handled once more.'
)
