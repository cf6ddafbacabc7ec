import type { BillingDetails, Metadata, PaymentMethod } from './objects.ts'

/** Objects that record money moved: charges, refunds, balance, disputes. */
export type Charge = {
  id: string
  object: 'charge'
  amount: number
  amount_captured: number
  amount_refunded: number
  application: null
  application_fee: null
  application_fee_amount: null
  balance_transaction: string | null
  billing_details: BillingDetails
  calculated_statement_descriptor: string | null
  captured: boolean
  created: number
  currency: string
  customer: string | null
  description: string | null
  disputed: boolean
  failure_balance_transaction: null
  failure_code: string | null
  failure_message: string | null
  fraud_details: Record<string, never>
  livemode: false
  metadata: Metadata
  on_behalf_of: null
  outcome: Outcome
  paid: boolean
  payment_intent: string
  payment_method: string
  payment_method_details: { card: ChargedCard; type: 'card' }
  receipt_email: string | null
  receipt_number: null
  receipt_url: string | null
  refunded: boolean
  review: null
  shipping: unknown
  source: null
  source_transfer: null
  statement_descriptor: string | null
  statement_descriptor_suffix: string | null
  status: 'succeeded' | 'failed' | 'pending'
  transfer_data: null
  transfer_group: string | null
}

export type Outcome = {
  advice_code: string | null
  network_advice_code: string | null
  network_decline_code: string | null
  network_status: string
  reason: string | null
  risk_level: string
  risk_score: number
  seller_message: string
  type: string
}

export type ChargedCard = Omit<
  PaymentMethod['card'],
  'display_brand' | 'generated_from' | 'networks' | 'three_d_secure_usage'
> & {
  amount_authorized: number | null
  authorization_code: string | null
  capture_before?: number
  electronic_commerce_indicator: null
  extended_authorization: { status: 'disabled' }
  incremental_authorization: { status: 'unavailable' }
  installments: null
  mandate: string | null
  multicapture: { status: 'unavailable' }
  network: string
  network_token: { used: false }
  network_transaction_id: string | null
  overcapture: { maximum_amount_capturable: number; status: 'unavailable' }
  three_d_secure: ThreeDSecure | null
  transaction_link_id: null
}

export type ThreeDSecure = {
  authentication_flow: string | null
  electronic_commerce_indicator: string | null
  exemption_indicator: null
  result: string
  result_reason: string | null
  transaction_id: string
  version: string
}

export type Refund = {
  id: string
  object: 'refund'
  amount: number
  balance_transaction: string | null
  charge: string
  created: number
  currency: string
  customer: string | null
  customer_account: null
  description?: string
  destination_details: {
    card: { type: 'refund'; reference?: string; reference_status: string }
    type: 'card'
  }
  failure_balance_transaction?: string
  failure_reason?: string
  metadata: Metadata
  payment_intent: string | null
  payment_method: string | null
  reason: string | null
  receipt_number: null
  source_transfer_reversal: null
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'
  transfer_reversal: null
}

export type BalanceTransaction = {
  id: string
  object: 'balance_transaction'
  amount: number
  available_on: number
  balance_type: 'payments'
  created: number
  currency: string
  description: string | null
  exchange_rate: number | null
  fee: number
  fee_details: Array<{
    amount: number
    application: null
    currency: string
    description: string
    type: 'stripe_fee'
  }>
  net: number
  reporting_category: string
  source: string
  status: 'available' | 'pending'
  type: string
}

export type Dispute = {
  id: string
  object: 'dispute'
  amount: number
  balance_transactions: BalanceTransaction[]
  charge: string
  created: number
  currency: string
  enhanced_eligibility_types: string[]
  evidence: Record<string, unknown>
  evidence_details: {
    due_by: number
    enhanced_eligibility: Record<string, never>
    has_evidence: boolean
    past_due: boolean
    submission_count: number
    submission_method: string
  }
  intended_submission_method: null
  is_charge_refundable: boolean
  livemode: false
  metadata: Metadata
  payment_intent: string | null
  payment_method_details: {
    card: { brand: string; case_type: string; network: string; network_reason_code: string }
    type: 'card'
  }
  reason: string
  status: string
}

/** A payment that a person is to look at, because Radar or a rule said so. */
/** A report of fraud by the bank of a cardholder; whether anything can still be done about it is told when it is read. */
export type EarlyFraudWarning = {
  id: string
  object: 'radar.early_fraud_warning'
  actionable: boolean
  charge: string
  created: number
  fraud_type: string
  livemode: false
  payment_intent: string
}

export type Review = {
  id: string
  object: 'review'
  billing_zip: null
  charge: string
  closed_reason: string | null
  created: number
  ip_address: null
  ip_address_location: null
  livemode: false
  open: boolean
  opened_reason: 'rule' | 'manual'
  payment_intent: string
  reason: string
  session: null
}

export type Payout = {
  id: string
  object: 'payout'
  amount: number
  application_fee: null
  application_fee_amount: null
  arrival_date: number
  automatic: boolean
  balance_transaction: string | null
  created: number
  currency: string
  description: string | null
  destination: string | null
  failure_balance_transaction: string | null
  failure_code: string | null
  failure_message: string | null
  livemode: false
  metadata: Metadata
  method: 'standard'
  original_payout: null
  payout_method: null
  reconciliation_status: 'completed' | 'in_progress'
  reversed_by: null
  source_type: 'card'
  statement_descriptor: string | null
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
  trace_id: null
  type: 'bank_account'
}
