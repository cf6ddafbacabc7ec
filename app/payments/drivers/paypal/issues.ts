/** Table of data: what each of PayPal's issues means for the customer, for trying again and for the operator. */
import type { Decline, DeclineCategory } from '#app/payments/domain/gateway_values'

export interface IssueRule {
  kind: Decline['kind']
  isHard: boolean
  category: DeclineCategory
  message: string
}

const texts = {
  declined: 'PayPal could not take the money from the card or account chosen there. Please choose another.',
  refused: 'PayPal refused the payment. PayPal can tell you why.',
  confirm: 'PayPal asks you to confirm this payment.',
  gone: 'This PayPal account can no longer be charged. Please choose another way to pay.',
  limit: 'PayPal does not allow another try for now. Please choose another way to pay.',
  config: 'Payments by PayPal are not possible at the moment. We have been told.',
  lapsed: 'The payment was not finished in time. No money was taken.',
}

const soft = (message: string): IssueRule => ({
  kind: 'declined',
  isHard: false,
  category: 'soft_decline',
  message,
})
const hard = (message: string): IssueRule => ({
  kind: 'declined',
  isHard: true,
  category: 'hard_decline',
  message,
})
const confirm: IssueRule = {
  kind: 'action_required',
  isHard: false,
  category: 'authentication_required',
  message: texts.confirm,
}
const misconfigured: IssueRule = {
  kind: 'misconfigured',
  isHard: true,
  category: 'hard_decline',
  message: texts.config,
}
const funds: IssueRule = { ...soft(texts.declined), category: 'insufficient_funds' }
const later = (message: string): IssueRule => ({ ...soft(message), category: 'try_later' })
const limit: IssueRule = { ...soft(texts.limit), category: 'try_later' }
export const lapsedRule: IssueRule = { kind: 'lapsed', isHard: false, category: 'soft_decline', message: texts.lapsed } // prettier-ignore

/** @see https://developer.paypal.com/api/rest/reference/orders/v2/errors/ */
export const issueRules: Record<string, IssueRule> = {
  INSTRUMENT_DECLINED: funds,
  PAYMENT_SOURCE_DECLINED_BY_PROCESSOR: funds,
  PAYER_CANNOT_PAY: soft(texts.refused),
  TRANSACTION_REFUSED: soft(texts.refused),
  PAYER_ACTION_REQUIRED: confirm,
  REDIRECT_PAYER_FOR_ALTERNATE_FUNDING: confirm,
  TOKEN_ID_NOT_FOUND: hard(texts.gone),
  TOKEN_EXPIRED: hard(texts.gone),
  AGREEMENT_ALREADY_CANCELLED: hard(texts.gone),
  BILLING_AGREEMENT_NOT_FOUND: hard(texts.gone),
  PAYER_ACCOUNT_LOCKED_OR_CLOSED: hard(texts.gone),
  PAYER_ACCOUNT_RESTRICTED: hard(texts.gone),
  PAYMENT_SOURCE_CANNOT_BE_USED: hard(texts.gone),
  MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE: hard(texts.gone),
  MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED: limit,
  TRANSACTION_LIMIT_EXCEEDED: limit,
  NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE: misconfigured,
  PERMISSION_DENIED: misconfigured,
  COMPLIANCE_VIOLATION: misconfigured,
  DUPLICATE_INVOICE_ID: misconfigured,
  ORDER_EXPIRED: lapsedRule,
  APPROVAL_REVERSED: lapsedRule,
  // Money back: what PayPal refuses about this refund alone, in a sentence for staff.
  CAPTURE_FULLY_REFUNDED: hard('All of it was given back before.'),
  REFUND_AMOUNT_EXCEEDED: hard('It is more than is left of the payment.'),
  REFUND_AMOUNT_TOO_LOW: hard('PayPal gives back no amount as small as this.'),
  REFUND_TIME_LIMIT_EXCEEDED: hard('PayPal gives money back for 180 days after the payment.'),
  REFUND_CAPTURE_CURRENCY_MISMATCH: hard('The payment was in another currency.'),
  REFUND_NOT_ALLOWED: hard('PayPal does not allow this payment to be given back.'),
  REFUND_IS_RESTRICTED: hard('PayPal does not allow this payment to be given back.'),
  PARTIAL_REFUND_NOT_ALLOWED: hard('This payment can only be given back as a whole.'),
  MAX_NUMBER_OF_REFUNDS_EXCEEDED: hard('PayPal allows no more refunds of this payment.'),
  TRANSACTION_DISPUTED: hard('The payment is disputed: the money goes back by the dispute.'),
  REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK: hard('The bank took the payment back already.'),
  PENDING_CAPTURE: later('The payment itself is still pending.'),
  REFUND_FAILED_INSUFFICIENT_FUNDS: later('The balance at PayPal is too low.'),
}

/** The seller's own account is the cause, whatever PayPal calls it in detail. */
export const sellerIssue = /^PAYEE_/
export const sellerRule = misconfigured

/** States of a capture or an authorisation that did not work have no issue of their own. */
export const declinedRule: IssueRule = soft(texts.refused)

/** The thing is done already, or no longer in a state in which it could be done: its own state says which. */
export const stateIssues = new Set([
  'ORDER_ALREADY_CAPTURED',
  'ORDER_ALREADY_AUTHORIZED',
  'ORDER_ALREADY_COMPLETED',
  'ORDER_NOT_APPROVED',
  'AUTHORIZATION_ALREADY_CAPTURED',
  'PREVIOUSLY_CAPTURED',
  'AUTHORIZATION_VOIDED',
  'PREVIOUSLY_VOIDED',
  'AUTHORIZATION_EXPIRED',
  'CANNOT_BE_VOIDED',
])

/** It is being done at this moment. */
export const busyIssues = new Set(['ORDER_COMPLETION_IN_PROGRESS', 'PREVIOUS_REQUEST_IN_PROGRESS'])
