import type { Money } from '#app/shared/money/money'
import type { Result } from '#app/shared/result'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import type { PayoutCalls, WebhookSetupCalls } from '#app/payments/drivers/account_contract'
import type { DisputeCalls, RefundCalls } from '#app/payments/drivers/money_back_contract'
import type { SettingsComplaint, SettingsField } from '#app/payments/domain/settings_form'
import type {
  Decline,
  GatewayAccount,
  GatewayMethod,
  GatewayPayment,
  GatewaySetup,
} from '#app/payments/domain/gateway_values'

export type { PayoutCalls, WebhookSetupCalls, WebhookStanding } from '#app/payments/drivers/account_contract'
export type { DisputeCalls, RefundCalls } from '#app/payments/drivers/money_back_contract'
export type { SettingsComplaint, SettingsField } from '#app/payments/domain/settings_form'
export type {
  CoinDue,
  Decline,
  DisputeEvidence,
  GatewayAccount,
  GatewayDispute,
  GatewayFraudWarning,
  GatewayMethod,
  GatewayMovement,
  GatewayPage,
  GatewayPayment,
  GatewayPayout,
  GatewayReceipt,
  GatewayRefund,
  GatewayState,
  GatewaySetup,
  PaymentRisk,
} from '#app/payments/domain/gateway_values'

/**
 * What can come of asking a gateway besides success. Each has one response: tell the customer · send them to confirm · ask
 * later · tell the operator · ask by reference until it is known, because it may have worked.
 */
export type GatewayFailure =
  | { type: 'declined'; decline: Decline; payment: GatewayPayment | null }
  | { type: 'action_required'; decline: Decline; payment: GatewayPayment | null }
  | { type: 'retry_later'; reason: string }
  /** `missingRights`: what the keys may not do that we need, as the gateway's own pages call it. */
  | { type: 'misconfigured'; reason: string; missingRights?: readonly string[] }
  | { type: 'unknown'; reason: string }

export type Outcome<T> = Promise<Result<T, GatewayFailure>>

export interface Capabilities {
  /** Authorise first, take the money later. */
  delayedCapture: boolean
  /** Take less than was authorised. */
  partialCapture: boolean
  /** Keep a method for later charges without the customer. */
  savedMethods: boolean
  /** Money goes back not at all, only as a whole, in parts, or under a link where the customer says where to. */
  refunds: 'none' | 'whole' | 'partial' | 'claimed'
  /** Banks or customers can take a payment back, and we can answer. */
  disputes: boolean
  /** It says what it paid out to us and which movements that was made of. */
  payouts: boolean
  /** Where the customer pays: in a form within our page, at the gateway's own page, or by sending coins. */
  customerPays: 'form' | 'page' | 'coins'
  /** For how long the same key does a thing only once. */
  keysKeptHours: number
  /**
   * How a payment is found whose answer was lost: in a list that is never behind (`listed`), or, as lists are late or missing, by
   * asking again with the same key while it is kept (`asked_again`).
   */
  lostAnswers: 'listed' | 'asked_again'
}

/** A gateway as it was connected. */
export interface GatewaySettings {
  id: string
  config: Record<string, unknown>
  secrets: Record<string, string>
}

/** Marks that let us find our own things at the gateway. */
export type Marks = Record<string, string>

export interface PaymentRequest {
  paymentId: string
  money: Money
  capture: 'automatic' | 'manual'
  customerReference: string
  /** A saved method; without one the customer enters a card in the browser. */
  methodReference: string | null
  /** The customer agreed that the card is kept for later charges. */
  savesMethod: boolean
  marks: Marks
  idempotencyKey: string
  /** What the customer reads at the gateway: an invoice's number, or the name of the seller. */
  description: string
  /** Where the gateway sends the customer when they are done, and when they went back. */
  returnUrl: string
  cancelUrl: string
}

/** What the customer's browser needs to show the gateway's own form. */
export interface BrowserForm {
  driver: string
  purpose: 'payment' | 'setup'
  scriptUrl: string
  publishableKey: string
  clientSecret: string
  /** Hosts that the page's security policy must allow. */
  origins: string[]
}

/** A verified message of a gateway. What it says is never believed: it only tells us what to ask about. */
export interface GatewayMessage {
  id: string
  type: string
  about:
    | 'payment'
    | 'setup'
    | 'method'
    | 'mandate'
    | 'customer'
    | 'refund'
    | 'dispute'
    | 'reversal'
    | 'fraud_warning'
    | 'payout'
    | 'needs_person'
    | 'nothing'
  /** Of the thing that it is about; of a refund also the reference of its payment, where the message names no more. */
  objectReference: string | null
  /** Our id on the object, when it carries one. */
  ownId: string | null
  /** Why the message cannot be handled by this version or this gateway; null when it can. */
  parkedBecause: string | null
  payload: Record<string, unknown>
}

export interface SignedMessage {
  rawBody: string
  headers: Record<string, string | string[] | undefined>
  /** Wall clock: signatures live in the outside world's time. */
  now: Date
}

/** An open line to one gateway about one thing of ours. It translates and nothing else. */
export interface GatewayConnection {
  /** Whether the keys open the account, may do what we need, and whose it is; changes nothing. Keys that are wrong are `misconfigured`. */
  checkAccount(): Outcome<GatewayAccount>
  ensureCustomer(input: {
    customerId: string
    name: string
    email: string
    marks: Marks
    idempotencyKey: string
  }): Outcome<{ reference: string }>
  /** The customer is there. */
  beginPayment(input: PaymentRequest): Outcome<GatewayPayment>
  /** The customer is not there. */
  chargeSavedMethod(input: PaymentRequest & { methodReference: string }): Outcome<GatewayPayment>
  capture(input: { reference: string; money: Money; idempotencyKey: string }): Outcome<GatewayPayment>
  cancel(input: { reference: string; idempotencyKey: string }): Outcome<GatewayPayment>
  /** By the gateway's reference. */
  findPayment(reference: string): Outcome<GatewayPayment | null>
  /** By our id, for when the answer with the reference was lost. */
  searchPayment(input: { paymentId: string; customerReference: string }): Outcome<GatewayPayment | null>
  beginSetup(input: {
    setupId: string
    customerReference: string
    marks: Marks
    idempotencyKey: string
    returnUrl: string
    cancelUrl: string
  }): Outcome<GatewaySetup>
  findSetup(reference: string): Outcome<GatewaySetup | null>
  /** Null when the gateway no longer keeps it for the customer. */
  readMethod(reference: string): Outcome<GatewayMethod | null>
  detachMethod(reference: string): Outcome<void>
  /** The agreement under which a method is charged, where one is kept beside it; absent where methods are all there is. */
  readMandate?(reference: string): Outcome<{ methodReference: string; isActive: boolean } | null>
  /** With coins: at which rates late transfers to the payment were first seen, by their reference; said before it is asked about. */
  rememberRates?(known: ReadonlyMap<string, string>): void
  /** Whether a customer is still known there; absent where the gateway knows none. */
  isCustomerKept?(reference: string): Outcome<boolean>
  describeForm(input: { purpose: BrowserForm['purpose']; clientSecret: string }): BrowserForm
  /** Goes on with what its customer approved at the gateway; null where nothing is ever `approved`. */
  readonly continuing: ContinuingCalls | null
  /** Each null where the driver's capabilities say so. */
  readonly refunds: RefundCalls | null
  readonly disputes: DisputeCalls | null
  readonly payouts: PayoutCalls | null
  /** Null where a person has to enter the address at the gateway. */
  readonly webhookSetup: WebhookSetupCalls | null
}

/** What a customer approved at the gateway's own page is held, taken or kept only when we ask for it. */
export interface ContinuingCalls {
  /** Holds the money of a payment with manual capture, takes that of others. */
  continuePayment(input: {
    reference: string
    paymentId: string
    capture: PaymentRequest['capture']
    idempotencyKey: string
  }): Outcome<GatewayPayment>
  continueSetup(input: { reference: string; setupId: string; idempotencyKey: string }): Outcome<GatewaySetup>
}

/** One payment gateway's driver. */
export interface PaymentDriver {
  readonly name: string
  /** As its vendor writes it: what a connected gateway is called until somebody names it. */
  readonly title: string
  readonly capabilities: Capabilities
  /** What has to be said to connect it, in the order of the form. */
  readonly settingsForm: readonly SettingsField[]
  /** Whether settings are for real money: by the kind of their keys, or the environment that was chosen. */
  isLive(settings: Pick<GatewaySettings, 'config' | 'secrets'>): boolean
  /** Says what is wrong with settings, each beside its field; nothing when they can be used. */
  checkSettings(settings: GatewaySettings): SettingsComplaint[]
  connect(settings: GatewaySettings, subject: CallSubject): GatewayConnection
  /** The address the gateway is reached under, for its health. */
  baseUrl(settings: Pick<GatewaySettings, 'config'>): string
  /** Hosts that its form in the browser needs. */
  browserOrigins(settings: Pick<GatewaySettings, 'config'>): string[]
  /** Whether it takes payments in this currency at all. */
  takesCurrency(currency: string): boolean
  /** The least that it charges in a currency, in our minor units; null where nobody names a least amount. */
  smallestCharge(currency: string): bigint | null
  /**
   * Checks the signature first. `unverified`: that could not be done just now, because what it needs was not to be had; the gateway
   * sends it again.
   */
  readMessage(
    settings: GatewaySettings,
    message: SignedMessage
  ): Promise<Result<GatewayMessage, 'forged' | 'unverified'>>
}
