import type { ErrorBody } from './errors.ts'

/** Stripe's objects as this stand-in keeps them: the same names and shapes as on the wire. */
export type Metadata = Record<string, string>
export type Address = {
  city: string | null
  country: string | null
  line1: string | null
  line2: string | null
  postal_code: string | null
  state: string | null
}
export type BillingDetails = {
  address: Address
  email: string | null
  name: string | null
  phone: string | null
  tax_id: string | null
}

export type Customer = {
  id: string
  object: 'customer'
  address: Address | null
  balance: number
  created: number
  currency: string | null
  customer_account: null
  default_source: null
  delinquent: boolean
  description: string | null
  discount: null
  email: string | null
  invoice_prefix: string
  invoice_settings: {
    custom_fields: null
    default_payment_method: string | null
    footer: null
    rendering_options: null
  }
  livemode: false
  metadata: Metadata
  name: string | null
  next_invoice_sequence: number
  phone: string | null
  preferred_locales: string[]
  shipping: unknown
  tax_exempt: string
  test_clock: null
}

export type PaymentMethod = {
  id: string
  object: 'payment_method'
  allow_redisplay: string
  billing_details: BillingDetails
  card: {
    brand: string
    checks: {
      address_line1_check: string | null
      address_postal_code_check: string | null
      cvc_check: string | null
    }
    country: string
    display_brand: string
    exp_month: number
    exp_year: number
    fingerprint: string
    funding: string
    generated_from: null
    last4: string
    networks: { available: string[]; preferred: null }
    regulated_status: 'unregulated'
    three_d_secure_usage: { supported: boolean }
    wallet: null
  }
  created: number
  customer: string | null
  customer_account: null
  livemode: false
  metadata: Metadata
  type: 'card'
}

/** What the vault knows of a card and never tells. */
export type Vaulted = { number: string; setUp: boolean; spent: boolean; everAttached: boolean }

export type NextAction =
  | { type: 'redirect_to_url'; redirect_to_url: { url: string; return_url: string } }
  | { type: 'use_stripe_sdk'; use_stripe_sdk: { type: string; stripe_js: string; source: string } }

export type IntentError = ErrorBody

type IntentCommon = {
  allowed_payment_method_types: string[] | null
  application: null
  automatic_payment_methods: { enabled: boolean; allow_redirects: string } | null
  client_secret: string
  created: number
  customer: string | null
  customer_account: null
  description: string | null
  excluded_payment_method_types: string[] | null
  livemode: false
  managed_payments: null
  metadata: Metadata
  next_action: NextAction | null
  on_behalf_of: null
  payment_method: string | null
  payment_method_configuration_details: { id: string; parent: null } | null
  payment_method_options: { card: CardOptions }
  payment_method_types: string[]
}

export type CardOptions = {
  installments: null
  mandate_options: null
  network: string | null
  request_three_d_secure: string
}

export type PaymentIntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

export type PaymentIntent = IntentCommon & {
  id: string
  object: 'payment_intent'
  amount: number
  amount_capturable: number
  amount_details: { tip: Record<string, never> }
  amount_received: number
  application_fee_amount: null
  canceled_at: number | null
  cancellation_reason: string | null
  capture_method: string
  confirmation_method: string
  currency: string
  last_payment_error: IntentError | null
  latest_charge: string | null
  payment_record: null
  processing: null
  receipt_email: string | null
  review: string | null
  setup_future_usage: string | null
  shipping: unknown
  source: null
  statement_descriptor: string | null
  statement_descriptor_suffix: string | null
  status: PaymentIntentStatus
  transfer_group: string | null
}

export type SetupIntentStatus = Exclude<PaymentIntentStatus, 'requires_capture'>

export type SetupIntent = IntentCommon & {
  id: string
  object: 'setup_intent'
  cancellation_reason: string | null
  flow_directions: null
  last_setup_error: IntentError | null
  latest_attempt: string | null
  mandate: string | null
  single_use_mandate: null
  status: SetupIntentStatus
  usage: string
}

export type SetupAttempt = {
  id: string
  object: 'setup_attempt'
  application: null
  attach_to_self: false
  created: number
  customer: string | null
  customer_account: null
  flow_directions: null
  livemode: false
  on_behalf_of: null
  payment_method: string
  payment_method_details: { card: Record<string, unknown>; type: 'card' }
  setup_error: IntentError | null
  setup_intent: string
  status: string
  usage: string
}

export type Mandate = {
  id: string
  object: 'mandate'
  customer_acceptance: {
    accepted_at: number
    online: { ip_address: string | null; user_agent: string | null }
    type: 'online'
  }
  livemode: false
  multi_use: Record<string, never>
  payment_method: string
  payment_method_details: { card: Record<string, never>; type: 'card' }
  status: 'active' | 'inactive'
  type: 'multi_use'
}

export type StripeEvent = {
  id: string
  object: 'event'
  account?: string
  api_version: string
  created: number
  data: { object: object; previous_attributes?: object }
  livemode: false
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}

export type WebhookEndpoint = {
  id: string
  object: 'webhook_endpoint'
  api_version: string | null
  application: null
  created: number
  description: string | null
  enabled_events: string[]
  livemode: false
  metadata: Metadata
  status: 'enabled' | 'disabled'
  url: string
}
