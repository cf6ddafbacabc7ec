import type { Money } from '#app/shared/money/money'
import type { Result } from '#app/shared/result'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import type {
  Decline,
  GatewayMethod,
  GatewayPayment,
  GatewaySetup,
} from '#app/payments/domain/gateway_values'

export type {
  Decline,
  GatewayMethod,
  GatewayPayment,
  GatewayState,
  GatewaySetup,
} from '#app/payments/domain/gateway_values'

/**
 * What can come of asking a gateway besides success. Each has one response: tell the customer · send them to confirm · ask
 * later · tell the operator · ask by reference until it is known, because it may have worked.
 */
export type GatewayFailure =
  | { type: 'declined'; decline: Decline; payment: GatewayPayment | null }
  | { type: 'action_required'; decline: Decline; payment: GatewayPayment | null }
  | { type: 'retry_later'; reason: string }
  | { type: 'misconfigured'; reason: string }
  | { type: 'unknown'; reason: string }

export type Outcome<T> = Promise<Result<T, GatewayFailure>>

export interface Capabilities {
  /** Authorise first, take the money later. */
  delayedCapture: boolean
  /** Take less than was authorised. */
  partialCapture: boolean
  /** Keep a method for later charges without the customer. */
  savedMethods: boolean
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
  about: 'payment' | 'setup' | 'method' | 'needs_person' | 'nothing'
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
  }): Outcome<GatewaySetup>
  findSetup(reference: string): Outcome<GatewaySetup | null>
  /** Null when the gateway no longer keeps it for the customer. */
  readMethod(reference: string): Outcome<GatewayMethod | null>
  detachMethod(reference: string): Outcome<void>
  describeForm(input: { purpose: BrowserForm['purpose']; clientSecret: string }): BrowserForm
}

/** One payment gateway's driver. */
export interface PaymentDriver {
  readonly name: string
  readonly capabilities: Capabilities
  /** Says what is wrong with settings, one sentence each; nothing when they can be used. */
  checkSettings(settings: GatewaySettings): string[]
  connect(settings: GatewaySettings, subject: CallSubject): GatewayConnection
  /** The address the gateway is reached under, for its health. */
  baseUrl(settings: Pick<GatewaySettings, 'config'>): string
  /** Hosts that its form in the browser needs. */
  browserOrigins(settings: Pick<GatewaySettings, 'config'>): string[]
  /** Checks the signature first. */
  readMessage(settings: GatewaySettings, message: SignedMessage): Result<GatewayMessage, 'forged'>
}
