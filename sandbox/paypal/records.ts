import type { Collection, Store } from '../core/store.ts'

export type Money = { currency_code: string; value: string }
export type Link = { href: string; rel: string; method: string }

/** What its payer chose on the approval page. */
export type Approval = {
  payer: string
  funding: 'balance' | 'declined'
  /** Chosen there instead of the one that the account had. */
  country?: string
}

export type Order = {
  id: string
  intent: 'CAPTURE' | 'AUTHORIZE'
  status: 'CREATED' | 'APPROVED' | 'COMPLETED' | 'VOIDED' | 'PAYER_ACTION_REQUIRED'
  unit: {
    reference_id: string
    amount: Money
    custom_id?: string
    invoice_id?: string
    description?: string
    soft_descriptor?: string
  }
  /** Named in the request, so the payer's link is called `payer-action`. */
  hasSource: boolean
  returnUrl: string | null
  cancelUrl: string | null
  brandName: string | null
  /** The payer is asked whether the account may be kept; and who the merchant says they are. */
  vault: { merchantCustomerId: string | null; customerId: string | null } | null
  vaulted: { id: string | null; status: 'VAULTED' | 'APPROVED'; customer: string } | null
  approval: Approval | null
  create_time: string
  update_time: string
}

export type Authorization = {
  id: string
  order: string
  status: 'CREATED' | 'CAPTURED' | 'PARTIALLY_CAPTURED' | 'DENIED' | 'VOIDED' | 'EXPIRED'
  amount: Money
  custom_id?: string
  invoice_id?: string
  payer: string
  expiration_time: string
  create_time: string
  update_time: string
}

export type Capture = {
  id: string
  order: string
  authorization: string | null
  status: 'COMPLETED' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED' | 'FAILED'
  reason?: string
  amount: Money
  fee: Money
  net: Money
  custom_id?: string
  invoice_id?: string
  payer: string
  final_capture: boolean
  disputed: boolean
  create_time: string
  update_time: string
}

export type Refund = {
  id: string
  capture: string
  status: 'COMPLETED' | 'PENDING' | 'CANCELLED' | 'FAILED'
  reason?: string
  amount: Money
  custom_id?: string
  invoice_id?: string
  note_to_payer?: string
  create_time: string
  update_time: string
}

export type SetupToken = {
  id: string
  status: 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'VAULTED'
  customer: string
  merchantCustomerId: string | null
  returnUrl: string
  cancelUrl: string
  description: string | null
  payer: string | null
}

export type PaymentToken = {
  id: string
  customer: string
  payer: string
  merchantCustomerId: string | null
  order: string | null
}

export type Evidence = {
  evidence_type: string
  notes: string
  source: string
  documents: Array<{ name: string }>
  action_info?: { action: string }
}

export type Dispute = {
  dispute_id: string
  capture: string
  reason: string
  status: 'OPEN' | 'WAITING_FOR_SELLER_RESPONSE' | 'WAITING_FOR_BUYER_RESPONSE' | 'UNDER_REVIEW' | 'RESOLVED'
  dispute_state: string
  stage: 'INQUIRY' | 'CHARGEBACK' | 'PRE_ARBITRATION' | 'ARBITRATION'
  amount: Money
  outcome: string | null
  seller_response_due_date: string | null
  evidences: Array<Evidence>
  /** Decided against the seller, who may say why that should not stand. */
  appealable?: boolean
  create_time: string
  update_time: string
}

/** One line of the account. What goes out is negative. */
export type Movement = {
  id: string
  event_code: string
  reference: string | null
  reference_type: 'TXN' | 'ODR' | null
  amount: Money
  fee: Money
  status: 'S' | 'P' | 'D' | 'V'
  custom: string | null
  invoice: string | null
  subject: string | null
  at: string
}

export type Webhook = { id: string; url: string; event_types: Array<{ name: string }> }

export type WebhookEvent = {
  id: string
  event_version: string
  create_time: string
  resource_type: string
  resource_version: string
  event_type: string
  summary: string
  resource: object
  links: Link[]
}

export type Delivery = {
  id: string
  event: string
  webhook: string
  state: 'pending' | 'succeeded' | 'failed'
  attempts: Array<{ at: string; status: number; error: string | null }>
}

/** What a PayPal-Request-Id stood for. */
export type Remembered = { key: string; resource: string; fingerprint: string; atMs: number }

export type Records = {
  accessTokens: Collection<{ token: string; expiresMs: number }>
  orders: Collection<Order>
  lapsedOrders: Collection<{ id: string }>
  authorizations: Collection<Authorization>
  captures: Collection<Capture>
  refunds: Collection<Refund>
  setupTokens: Collection<SetupToken>
  paymentTokens: Collection<PaymentToken>
  disputes: Collection<Dispute>
  movements: Collection<Movement>
  webhooks: Collection<Webhook>
  events: Collection<WebhookEvent>
  deliveries: Collection<Delivery>
  remembered: Collection<Remembered>
}

export function recordsIn(store: Store): Records {
  return {
    accessTokens: store.collection('access_tokens'),
    orders: store.collection('orders'),
    lapsedOrders: store.collection('lapsed_orders'),
    authorizations: store.collection('authorizations'),
    captures: store.collection('captures'),
    refunds: store.collection('refunds'),
    setupTokens: store.collection('setup_tokens'),
    paymentTokens: store.collection('payment_tokens'),
    disputes: store.collection('disputes'),
    movements: store.collection('movements'),
    webhooks: store.collection('webhooks'),
    events: store.collection('events'),
    deliveries: store.collection('deliveries'),
    remembered: store.collection('remembered'),
  }
}
