/** Table of data: what each of Stripe's decline codes means for the customer and for trying again. docs/payments.md shows it by category. */

import type { DeclineCategory } from '#app/payments/domain/gateway_values'

export interface DeclineRule {
  kind: 'declined' | 'action_required' | 'misconfigured'
  isHard: boolean
  category: DeclineCategory
  message: string
}

const texts = {
  authenticate: 'The bank asks you to confirm this payment.',
  funds: 'The card does not have enough money or has reached its limit.',
  technical: 'The bank could not be asked. It may work later.',
  vague: 'The bank declined the payment. It can tell you why.',
  data: 'Something about the card is not right. Please check it or use another.',
  expired: 'The card has expired. Please use another.',
  generic: 'The card was declined. Please use another.',
  config: 'This payment cannot be made with this card in this currency.',
}

const soft = (message: string): DeclineRule => ({
  kind: 'declined',
  isHard: false,
  category: 'soft_decline',
  message,
})
const funds: DeclineRule = { ...soft(texts.funds), category: 'insufficient_funds' }
const later: DeclineRule = { ...soft(texts.technical), category: 'try_later' }
const hard = (message: string): DeclineRule => ({
  kind: 'declined',
  isHard: true,
  category: 'hard_decline',
  message,
})
const authenticate: DeclineRule = {
  kind: 'action_required',
  isHard: false,
  category: 'authentication_required',
  message: texts.authenticate,
}
const misconfigured: DeclineRule = { kind: 'misconfigured', isHard: true, category: 'hard_decline', message: texts.config } // prettier-ignore

/** @see https://docs.stripe.com/declines/codes; lost, stolen and fraudulent cards are never called so to the cardholder */
export const declineRules: Record<string, DeclineRule> = {
  authentication_required: authenticate,
  authentication_not_handled: authenticate,
  offline_pin_required: authenticate,
  online_or_offline_pin_required: authenticate,
  insufficient_funds: funds,
  card_velocity_exceeded: funds,
  withdrawal_count_limit_exceeded: funds,
  processing_error: later,
  issuer_not_available: later,
  try_again_later: later,
  reenter_transaction: later,
  approve_with_id: later,
  generic_decline: soft(texts.vague),
  do_not_honor: soft(texts.vague),
  call_issuer: soft(texts.vague),
  no_action_taken: soft(texts.vague),
  service_not_allowed: soft(texts.vague),
  security_violation: soft(texts.vague),
  transaction_not_allowed: hard(texts.vague),
  not_permitted: hard(texts.vague),
  expired_card: hard(texts.expired),
  incorrect_number: hard(texts.data),
  invalid_number: hard(texts.data),
  incorrect_cvc: hard(texts.data),
  invalid_cvc: hard(texts.data),
  invalid_expiry_month: hard(texts.data),
  invalid_expiry_year: hard(texts.data),
  incorrect_zip: hard(texts.data),
  incorrect_address: hard(texts.data),
  incorrect_pin: hard(texts.data),
  pin_try_exceeded: hard(texts.data),
  testmode_decline: hard(texts.data),
  lost_card: hard(texts.generic),
  stolen_card: hard(texts.generic),
  pickup_card: hard(texts.generic),
  restricted_card: hard(texts.generic),
  fraudulent: hard(texts.generic),
  merchant_blacklist: hard(texts.generic),
  revocation_of_authorization: hard(texts.generic),
  revocation_of_all_authorizations: hard(texts.generic),
  stop_payment_order: hard(texts.generic),
  do_not_try_again: hard(texts.generic),
  invalid_account: hard(texts.generic),
  new_account_information_available: hard(texts.generic),
  highest_risk_level: hard(texts.generic),
  duplicate_transaction: hard(texts.vague),
  currency_not_supported: misconfigured,
  card_not_supported: misconfigured,
  invalid_amount: misconfigured,
  amount_too_small: misconfigured,
  amount_too_large: misconfigured,
}

/** Codes that no longer say more than "no". */
export const declineUnknown: DeclineRule = soft(texts.vague)

/** Stripe's advice overrules a code that would allow another try. */
export const adviceAgainst = new Set(['do_not_try_again', 'confirm_card_data'])

/** Codes that must not be shown as they are: to the cardholder and in mails they are a plain decline. */
export const discreetCodes = new Set([
  'lost_card',
  'stolen_card',
  'pickup_card',
  'fraudulent',
  'merchant_blacklist',
  'highest_risk_level',
])
