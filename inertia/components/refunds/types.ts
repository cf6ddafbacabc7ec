import type { WireMoney } from '~/shared_props'

export interface RefundRow {
  id: string
  status: string
  way: string
  money: WireMoney
  payment_id: string | null
  card: { brand: string | null; last4: string | null } | null
  invoice_id: string | null
  invoice_reference: string | null
  credit_note_id: string | null
  credit_note_reference: string | null
  claim_url: string | null
  created_at: string
  succeeded_at: string | null
  returned_at: string | null
}

export interface StaffRefundRow extends RefundRow {
  customer_id: string
  customer_name: string
  gateway: string | null
  gateway_reference: string | null
  origin: 'staff' | 'gateway'
  reason: string
  failure: { code: string; message: string } | null
  requested_by: string | null
  decided_by: string | null
  sent_reference: string | null
  next_check_at: string | null
}

export interface DisputeRow {
  id: string
  status: string
  reason: string
  code: string
  money: WireMoney
  fee: WireMoney | null
  is_withheld: boolean
  respond_by: string | null
  is_answered: boolean
  may_answer: boolean
  may_accept: boolean
  is_appeal: boolean
  may_treat_loss: boolean
  loss_treatment: 'owed' | 'credited' | null
  passed_on: WireMoney
  pending_call: string | null
  problem: string | null
  customer_id: string
  customer_name: string
  payment_id: string
  invoice_id: string | null
  invoice_reference: string | null
  gateway: string
  gateway_reference: string
  opened_at: string
  handed_in_at: string | null
  handed_in_by: string | null
  closed_at: string | null
}

export interface Evidence {
  customer_name: string
  customer_email: string
  customer_ip: string | null
  product_description: string
  service_date: string | null
  statement: string
  access_log: string | null
  refund_policy: string | null
}

export interface DisputeFile {
  id: string
  kind: string
  name: string
  media_type: string
  bytes: number
  is_prepared: boolean
  added_at: string
}

/** What may go back, and of what. */
export interface MoneyBack {
  currency: string
  /** What is free on the balance of the customer. */
  free: WireMoney
  sources: {
    payment_id: string
    card: { brand: string | null; last4: string | null } | null
    refundable: WireMoney
  }[]
  invoices: {
    id: string
    reference: string
    creditable: WireMoney
    lines: { position: number; description: string; left: WireMoney }[]
  }[]
}

/** What a refund would do, as the server worked it out. */
/** What a credit note would say, and where it would go. */
export interface CreditPreview {
  lines: { position: number; description: string; amount: WireMoney; tax_amount: WireMoney }[]
  subtotal: WireMoney
  tax_total: WireMoney
  total: WireMoney
  to_invoice: WireMoney
  to_balance: WireMoney
}

export interface RefundPreview {
  amount: WireMoney
  credit: CreditPreview | null
  less_due: WireMoney
  stays_on_balance: WireMoney
  approval: 'above_limit' | 'another_way' | null
}

/** Why staff are to decide about a payment whose money is here. */
export interface PaymentWarning {
  kind: 'risk' | 'fraud_report'
  code: string
  status: 'open' | 'accepted' | 'given_back' | 'disputed'
  warned_at: string
  decided_at: string | null
  note: string | null
}

/** A gift that waits for a second person. */
export interface GiftRow {
  id: string
  kind: 'balance' | 'credit_note' | 'write_off' | 'void'
  customer_id: string
  customer_name: string
  invoice_id: string | null
  invoice_reference: string | null
  money: { amount: string; currency: string }
  reason: string
  requested_by_name: string | null
  requested_at: string
  is_own: boolean
}
