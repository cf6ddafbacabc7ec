import type { Collection, Store } from '../core/store.ts'

export type Status = 'New' | 'Processing' | 'Expired' | 'Invalid' | 'Settled'
export type AdditionalStatus = 'None' | 'PaidLate' | 'PaidPartial' | 'Marked' | 'Invalid' | 'PaidOver'
export type SpeedPolicy = 'HighSpeed' | 'MediumSpeed' | 'LowMediumSpeed' | 'LowSpeed'

/** One way to pay an invoice, with the rate that was fixed when it was made. */
export type Method = { id: string; coin: string; destination: string; rate: string; digits: number }

/** Coins that were sent to an invoice. Times are Unix seconds, as the server counts. */
export type CoinPayment = {
  id: string
  method: string
  destination: string
  value: string
  receivedAt: number
  confirmations: number
  status: 'Processing' | 'Settled' | 'Invalid'
  afterExpiration: boolean
  /** Sent with so small a fee that no block ever takes it. */
  isStuck: boolean
}

export type Invoice = {
  id: string
  status: Status
  additionalStatus: AdditionalStatus
  /** Null: whatever is paid is right. */
  amount: string | null
  currency: string
  metadata: Record<string, unknown>
  checkout: {
    speedPolicy: SpeedPolicy
    paymentMethods: string[]
    expirationMinutes: number
    monitoringMinutes: number
    paymentTolerance: number
    redirectURL: string | null
    redirectAutomatically: boolean
    defaultLanguage: string | null
  }
  receipt: object
  createdAt: number
  expiresAt: number
  monitoringEndsAt: number
  isMonitored: boolean
  archived: boolean
  checkoutLink: string
  methods: Method[]
  payments: CoinPayment[]
}

export type Webhook = {
  id: string
  url: string
  enabled: boolean
  automaticRedelivery: boolean
  authorizedEvents: { everything: boolean; specificEvents: string[] }
}

export type Delivery = {
  id: string
  originalId: string
  webhookId: string
  isRedelivery: boolean
  /** How often the server has tried by itself so far, the first time included. */
  tries: number
  body: Record<string, unknown>
  state: 'pending' | 'done'
  timestamp: number
  httpCode: number | null
  errorMessage: string | null
  status: 'Failed' | 'HttpError' | 'HttpSuccess' | null
}

export type PullPayment = {
  id: string
  invoiceId: string | null
  name: string
  description: string
  currency: string
  amount: string
  autoApproveClaims: boolean
  archived: boolean
  payoutMethods: string[]
  viewLink: string
}

export type PayoutState = 'AwaitingApproval' | 'AwaitingPayment' | 'InProgress' | 'Completed' | 'Cancelled'

export type Payout = {
  id: string
  pullPaymentId: string
  /** Unix seconds, as text: so the description has it. */
  date: string
  destination: string
  originalCurrency: string
  originalAmount: string
  payoutCurrency: string
  payoutAmount: string | null
  payoutMethodId: string
  state: PayoutState
  paymentProof?: object
}

export type Records = {
  invoices: Collection<Invoice>
  webhooks: Collection<Webhook>
  /** Apart, so that the state that is shown never holds one. */
  webhookSecrets: Collection<{ secret: string }>
  deliveries: Collection<Delivery>
  pullPayments: Collection<PullPayment>
  payouts: Collection<Payout>
  rates: Collection<{ rate: string }>
}

export function recordsIn(store: Store): Records {
  return {
    invoices: store.collection('invoices'),
    webhooks: store.collection('webhooks'),
    webhookSecrets: store.collection('webhook_secrets'),
    deliveries: store.collection('deliveries'),
    pullPayments: store.collection('pull_payments'),
    payouts: store.collection('payouts'),
    rates: store.collection('rates'),
  }
}
