import type { Collection, Store } from '../core/store.ts'
import type { StoredFile } from './files.ts'
import type {
  BalanceTransaction,
  Charge,
  Dispute,
  EarlyFraudWarning,
  Payout,
  Refund,
  Review,
} from './money_objects.ts'
import type {
  Customer,
  Mandate,
  PaymentIntent,
  PaymentMethod,
  SetupAttempt,
  SetupIntent,
  StripeEvent,
  Vaulted,
  WebhookEndpoint,
} from './objects.ts'

/** An authentication asked of a cardholder; it lives until it is completed or refused. */
export type Authentication = {
  id: string
  intent: string
  paymentMethod: string
  returnUrl: string | null
  state: 'open' | 'completed' | 'failed' | 'superseded'
}

/** What was answered under an idempotency key. */
export type StoredAnswer = {
  key: string
  fingerprint: string
  status: number
  body: string
  requestId: string
  createdMs: number
}

export type Delivery = {
  id: string
  event: string
  endpoint: string
  state: 'pending' | 'succeeded' | 'failed'
  attempts: Array<{ at: string; status: number; error: string | null }>
}

/** Which payout a balance transaction went out with. Stripe tells it only to who asks by payout. */
export type PaidOut = { id: string; payout: string }

/** In which currency the account keeps its money; null keeps each payment in its own. */
export type SettlementChoice = { currency: string | null }

export type Records = {
  customers: Collection<Customer>
  deletedCustomers: Collection<{ id: string; object: 'customer'; deleted: true }>
  paymentMethods: Collection<PaymentMethod>
  vault: Collection<Vaulted>
  setupIntents: Collection<SetupIntent>
  setupAttempts: Collection<SetupAttempt>
  mandates: Collection<Mandate>
  paymentIntents: Collection<PaymentIntent>
  charges: Collection<Charge>
  refunds: Collection<Refund>
  balanceTransactions: Collection<BalanceTransaction>
  disputes: Collection<Dispute>
  reviews: Collection<Review>
  earlyFraudWarnings: Collection<EarlyFraudWarning>
  files: Collection<StoredFile>
  payouts: Collection<Payout>
  paidOut: Collection<PaidOut>
  settlement: Collection<SettlementChoice>
  events: Collection<StripeEvent>
  webhookEndpoints: Collection<WebhookEndpoint>
  webhookSecrets: Collection<{ secret: string }>
  deliveries: Collection<Delivery>
  authentications: Collection<Authentication>
  idempotency: Collection<StoredAnswer>
}

export function recordsIn(store: Store): Records {
  return {
    customers: store.collection('customers'),
    deletedCustomers: store.collection('deleted_customers'),
    paymentMethods: store.collection('payment_methods'),
    vault: store.collection('vault'),
    setupIntents: store.collection('setup_intents'),
    setupAttempts: store.collection('setup_attempts'),
    mandates: store.collection('mandates'),
    paymentIntents: store.collection('payment_intents'),
    charges: store.collection('charges'),
    refunds: store.collection('refunds'),
    balanceTransactions: store.collection('balance_transactions'),
    disputes: store.collection('disputes'),
    reviews: store.collection('reviews'),
    earlyFraudWarnings: store.collection('early_fraud_warnings'),
    files: store.collection('files'),
    payouts: store.collection('payouts'),
    paidOut: store.collection('paid_out'),
    settlement: store.collection('settlement'),
    events: store.collection('events'),
    webhookEndpoints: store.collection('webhook_endpoints'),
    webhookSecrets: store.collection('webhook_secrets'),
    deliveries: store.collection('deliveries'),
    authentications: store.collection('authentications'),
    idempotency: store.collection('idempotency'),
  }
}
