import type { Money } from '#app/shared/money/money'

/** A card or account that a gateway keeps for us. */
export interface GatewayMethod {
  reference: string
  kind: string
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
  /** The same for the same card, however often it is entered. */
  fingerprint: string | null
  /** Where the card was issued, or the payer's account is kept (ISO 3166-1): tells where a customer is. Null where nobody says. */
  country: string | null
  /** What its owner knows it by, where it has no number: the e-mail address of an account. */
  label: string | null
}

/**
 * Where a payment stands at the gateway. `awaiting_method`: nothing tried yet, or the last try was declined. `approved`: its customer
 * agreed at the gateway, and nothing moves before we go on with it.
 */
export type GatewayState =
  'awaiting_method' | 'action_required' | 'approved' | 'processing' | 'authorised' | 'succeeded' | 'cancelled'

/** One way to pay with coins: where to send how much of what. Amounts are plain decimals of the coin, never rounded by us. */
export interface CoinDue {
  /** The gateway's own word for it: `BTC-CHAIN`, `BTC-LN`. */
  method: string
  coin: string
  address: string
  /** What a wallet opens, and what the QR code says: `bitcoin:bc1q…?amount=0.0004`. */
  uri: string
  due: string
  paid: string
  /** One coin in the payment's currency. */
  rate: string
}

/** The gateway's own page, where a customer agrees or pays; for their browser alone, never logged. */
export interface GatewayPage {
  driver: string
  url: string
  expiresAt: Date | null
  /** What can be shown on our own page instead; empty where the customer has to go there. */
  coins: readonly CoinDue[]
}

/** One transfer of coins to a payment. */
export interface GatewayReceipt {
  /** The gateway's word for it, once and for ever: the transaction and its output, or the hash of a Lightning payment. */
  reference: string
  method: string
  coin: string
  /** Plain decimals: what was sent, and what one coin was worth in the payment's currency. */
  coinAmount: string
  rate: string
  networkFee: string | null
  /** What it is worth, in minor units of the payment's currency. */
  amount: bigint
  receivedAt: Date
  /** After its price had run out. */
  isLate: boolean
  /** Final: nobody can take it back. */
  isConfirmed: boolean
}

/** What one coin was worth when a late transfer was first seen; a plain decimal, in the payment's currency. */
export interface LateRate {
  reference: string
  rate: string
}

/** When the same method may be tried again: never, on a later day, soon, after its owner confirmed it, or nobody says. */
export type DeclineCategory =
  'hard_decline' | 'insufficient_funds' | 'try_later' | 'authentication_required' | 'soft_decline'

/** Why a try to pay did not work, as its customer and our dunning need to know it. */
export interface Decline {
  kind: 'declined' | 'action_required' | 'misconfigured' | 'lapsed' | 'never_created'
  /** The gateway's own word for it. */
  code: string
  /** One sentence for the customer. */
  message: string
  /** Trying the same method again cannot help, or is forbidden by the card networks. */
  isHard: boolean
  /** What decides about another try; absent in what was stored before there were categories. */
  category?: DeclineCategory
}

/** What the gateway's own screening for fraud made of a payment. */
export interface PaymentRisk {
  /** One of a few words: normal, elevated, highest, not_assessed. */
  level: string
  /** From 0 to 100; null where it is not told. */
  score: number | null
  /** What followed: authorized, manual_review, issuer_declined, blocked, invalid. */
  decision: string
  /** One sentence for staff; never for the customer. */
  message: string | null
  /** Which rule decided, where one did. */
  rule: string | null
  /** Whether a person is to look at it in the gateway's own pages: `open`, or how that ended; absent in what was stored before. */
  review?: string | null
}

/** A payment as the gateway tells it when asked. */
export interface GatewayPayment {
  reference: string
  /** Our id, as we gave it to the gateway. */
  paymentId: string | null
  state: GatewayState
  money: Money
  /** What was taken so far, minor units. With coins it may be less or more than was asked for. */
  captured: bigint
  /** With coins: what is missing but counts as paid, by the gateway's settings; minor units. */
  forgiven?: bigint
  /** With coins: the final transfers that `captured` is made of. */
  receipts?: readonly GatewayReceipt[]
  /** With coins: rates of transfers that came after the price had run out, confirmed or not; kept as they were first seen. */
  lateRates?: readonly LateRate[]
  /** With coins: until when more may come in and the gateway would say so, whatever became of the payment. In the outside world's time. */
  watchUntil?: Date
  /** For the browser of this one customer; never stored, never logged. */
  clientSecret: string | null
  /** Where its customer goes on with it; null where a form in our page is enough, or nothing is to be done. */
  page: GatewayPage | null
  decline: Decline | null
  authorisationExpiresAt: Date | null
  /** Where the gateway screens payments and has said what it thinks of this one. */
  risk?: PaymentRisk | null
  method: GatewayMethod | null
  /** Where the account of whoever paid is, also when it is not kept (ISO 3166-1); absent where the method says it. */
  payerCountry?: string | null
  isLive: boolean
}

/** A card being saved without a charge, as the gateway tells it. */
export interface GatewaySetup {
  reference: string
  setupId: string | null
  state: 'awaiting_method' | 'action_required' | 'approved' | 'processing' | 'succeeded' | 'cancelled'
  clientSecret: string | null
  page: GatewayPage | null
  decline: Decline | null
  method: GatewayMethod | null
}

/** Money on its way back, as the gateway tells it. */
export interface GatewayRefund {
  reference: string
  /** Our id, when the refund is ours; one made at the gateway itself has none. */
  refundId: string | null
  paymentReference: string
  /** `action_required`: the customer has to say where to, under `claimUrl`. */
  state: 'action_required' | 'processing' | 'succeeded' | 'failed' | 'cancelled'
  money: Money
  /** Why it did not work: the gateway's code, and a sentence for staff. */
  failure: { code: string; message: string } | null
  claimUrl: string | null
  createdAt: Date
}

/** A customer's bank or the gateway takes a payment back, or asks about it. */
export interface GatewayDispute {
  reference: string
  paymentReference: string
  /** `inquiry`: somebody asks and no money has moved. */
  state: 'inquiry' | 'needs_response' | 'under_review' | 'won' | 'lost' | 'accepted' | 'withdrawn'
  /** One of a few words: fraudulent, not_received, not_as_described, duplicate, credit_not_processed, subscription_cancelled, other. */
  reason: string
  /** The gateway's own word for the reason. */
  code: string
  money: Money
  /** What the gateway takes for it; null where it does not say. */
  fee: Money | null
  /** Until when an answer counts. */
  respondBy: Date | null
  /** Whether an answer was handed in. */
  isAnswered: boolean
  /** It was lost, and is looked at once more. */
  isAppeal?: boolean
  openedAt: Date
}

/** A bank reports a payment as fraud, before anybody wants its money back. */
export interface GatewayFraudWarning {
  reference: string
  paymentReference: string
  /** The bank's word for it, as the gateway passes it on. */
  code: string
  /** Neither disputed nor given back yet: a refund now may be cheaper than a dispute. */
  isActionable: boolean
}

/** What is handed in against a dispute. Files are PDF, PNG or JPEG. */
export interface DisputeEvidence {
  customerName: string
  customerEmail: string
  customerIp: string | null
  productDescription: string
  serviceDate: string | null
  /** What happened, in sentences. */
  statement: string
  accessLog: string | null
  refundPolicy: string | null
  files: readonly {
    name: string
    mediaType: string
    content: Uint8Array
    kind: 'invoice' | 'activity' | 'mails' | 'other'
  }[]
}

/** One movement on our account at the gateway. `net = gross - fee`, in the account's currency; out of it is negative. */
export interface GatewayMovement {
  reference: string
  kind:
    'payment' | 'refund' | 'refund_failed' | 'dispute' | 'dispute_reversed' | 'fee' | 'payout' | 'adjustment'
  /** The payment, refund, dispute or payout behind it. */
  objectReference: string | null
  gross: bigint
  fee: bigint
  net: bigint
  currency: string
  /** What was paid in which other currency, where the gateway exchanged it. */
  exchanged: { money: Money; rate: string } | null
  createdAt: Date
  availableAt: Date | null
  payoutReference: string | null
}

/** Money that the gateway sends to our bank. */
export interface GatewayPayout {
  reference: string
  state: 'pending' | 'in_transit' | 'paid' | 'failed' | 'cancelled'
  money: Money
  arrivesOn: string | null
  createdAt: Date
}

/** Whose account the keys open, as the gateway says it. */
export interface GatewayAccount {
  /** Null where the gateway does not say it. */
  name: string | null
  isLive: boolean
  /** Of the money on it; empty where it is not said. */
  currencies: string[]
}
