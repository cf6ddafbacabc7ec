/** What we read of PayPal's answers. Members that we do not read are left out. */

export interface Amount {
  currency_code: string
  value: string
}

export interface Link {
  href: string
  rel: string
}

export interface Wallet {
  email_address?: string
  account_id?: string
  payer_id?: string
  address?: { country_code?: string }
  attributes?: { vault?: { id?: string; status?: string } }
}

export interface Capture {
  id: string
  status: string
  status_details?: { reason?: string }
  amount: Amount
  custom_id?: string
  supplementary_data?: { related_ids?: { order_id?: string } }
  links?: Link[]
}

export interface Authorization {
  id: string
  status: string
  amount: Amount
  expiration_time?: string
}

export interface Refund {
  id: string
  status: string
  status_details?: { reason?: string }
  amount: Amount
  custom_id?: string
  create_time?: string
  links?: Link[]
}

export interface Order {
  id: string
  status: string
  intent?: string
  create_time?: string
  payment_source?: { paypal?: Wallet }
  payer?: { address?: { country_code?: string } }
  purchase_units?: {
    amount: Amount
    custom_id?: string
    payments?: { captures?: Capture[]; authorizations?: Authorization[]; refunds?: Refund[] }
  }[]
  links?: Link[]
}

export interface VaultToken {
  id: string
  status?: string
  customer?: { id?: string }
  payment_source?: { paypal?: Wallet }
  links?: Link[]
}

export interface Dispute {
  dispute_id: string
  reason: string
  status: string
  dispute_state?: string
  dispute_life_cycle_stage?: string
  dispute_amount: Amount
  dispute_outcome?: { outcome_code?: string }
  seller_response_due_date?: string
  create_time: string
  disputed_transactions?: { seller_transaction_id?: string }[]
  evidences?: { source?: string; action_info?: { action?: string } }[]
  money_movements?: { affected_party?: string; type?: string; amount?: Amount }[]
  links?: Link[]
}

export interface Transaction {
  transaction_info: {
    transaction_id: string
    paypal_reference_id?: string
    paypal_reference_id_type?: string
    transaction_event_code: string
    transaction_initiation_date: string
    transaction_amount: Amount
    fee_amount?: Amount
    transaction_status: string
    custom_field?: string
  }
}

export interface TransactionPage {
  transaction_details?: Transaction[]
  last_refreshed_datetime?: string
  total_pages?: number
}
