import type { Money } from '#app/shared/money/money'
import type { Decline, PaymentRisk } from '#app/payments/domain/gateway_values'

export const paymentStatuses = ['created', 'action_required', 'processing', 'authorised', 'succeeded', 'failed', 'cancelled', 'unknown'] as const // prettier-ignore
export type PaymentStatus = (typeof paymentStatuses)[number]
/** `continue`: to hold or take what its customer approved at the gateway. */
export type PendingCall = 'create' | 'continue' | 'capture' | 'cancel'

/** Text, instant, address and browser with which a customer agreed to later charges: the evidence of the mandate. */
export interface Consent {
  text: string
  at: string
  ip: string | null
  userAgent: string | null
}

/** Money that moved, or an attempt to move it, through a gateway. */
export interface Payment {
  id: string
  customerId: string
  gatewayId: string
  orderId: string | null
  invoiceId: string | null
  /** Money for the customer balance. What is for neither order, invoice nor balance has parts. */
  isTopUp: boolean
  paymentMethodId: string | null
  money: Money
  capture: 'automatic' | 'manual'
  isOffSession: boolean
  status: PaymentStatus
  pendingCall: PendingCall | null
  captureAmount: bigint | null
  /** What was taken; with coins what came in, which may be less or more than was asked for. */
  capturedAmount: bigint
  /** With coins: what is missing but counts as paid. */
  forgivenAmount: bigint
  /** Set when the method is to be kept. */
  consent: Consent | null
  gatewayReference: string | null
  failure: Decline | null
  /** What the gateway's screening for fraud made of it; for staff alone. */
  risk: PaymentRisk | null
  attempt: number
  nextCheckAt: Date | null
  checkCount: number
  /** Until when the gateway would tell of more money for it, in the outside world's time; null where none can come. */
  watchedUntil: Date | null
  /** Until when it holds back what is done about its debt while its money is on its way; null: until it is known. */
  holdsUntil: Date | null
  authorisedAt: Date | null
  authorisationExpiresAt: Date | null
  succeededAt: Date | null
  /** When its money was applied to what it is for; until then nothing else is paid with it. */
  appliedAt: Date | null
  /** Made up by whoever asked: a repeated request finds this payment. */
  requestKey: string | null
  /** Which try to collect its invoice it is part of; null when its customer pays in person. */
  collectionStep: number | null
  createdAt: Date
  updatedAt: Date
}

export type PaymentPurpose = 'order' | 'invoice' | 'bundle' | 'top_up'

export function purposeOf(payment: Pick<Payment, 'orderId' | 'invoiceId' | 'isTopUp'>): PaymentPurpose {
  if (payment.orderId) return 'order'
  if (payment.invoiceId) return 'invoice'
  return payment.isTopUp ? 'top_up' : 'bundle'
}

/** Which state may follow which. Money that was taken after all is always taken note of, even after a failure. */
export const moves: Record<PaymentStatus, readonly PaymentStatus[]> = {
  created: ['action_required', 'processing', 'authorised', 'succeeded', 'failed', 'cancelled', 'unknown'],
  action_required: ['created', 'processing', 'authorised', 'succeeded', 'failed', 'cancelled'],
  // What was only approved and whose funding source was declined waits for its customer again.
  processing: ['created', 'authorised', 'succeeded', 'failed', 'cancelled'],
  authorised: ['succeeded', 'failed', 'cancelled'],
  unknown: ['created', 'action_required', 'processing', 'authorised', 'succeeded', 'failed', 'cancelled'],
  failed: ['succeeded'],
  cancelled: ['succeeded'],
  succeeded: [],
}

/** States in which a payment still occupies its debt: no second one may begin. */
export const openStatuses = ['created', 'action_required', 'processing', 'authorised', 'unknown'] as const

export function mayMove(from: PaymentStatus, to: PaymentStatus): boolean {
  return moves[from].includes(to)
}

export function isOpen(status: PaymentStatus): boolean {
  return (openStatuses as readonly string[]).includes(status)
}

/** The key under which the gateway does a thing once, however often it is asked. A new business attempt has a new key. */
export function idempotencyKey({ id, attempt }: { id: string; attempt: number }, call: PendingCall): string {
  return `${id}:${attempt}:${call}`
}

/** How long to wait before asking the gateway again, by how often it was asked already. */
export function pauseMinutes(checkCount: number): number {
  return Math.min(2 ** checkCount, 720)
}

interface NewPayment extends Pick<
  Payment,
  'id' | 'gatewayId' | 'paymentMethodId' | 'capture' | 'isOffSession' | 'consent' | 'nextCheckAt'
> {
  debt: { customerId: string; money: Money } & (
    { kind: 'order' | 'invoice'; id: string } | { kind: 'bundle' | 'top_up' }
  )
  requestKey?: string | null
  collectionStep?: number | null
  now: Date
}

/** The intent to take money: written before the gateway hears of it. */
export function newPayment({
  debt,
  now,
  requestKey = null,
  collectionStep = null,
  ...rest
}: NewPayment): Payment {
  return {
    ...rest,
    requestKey,
    collectionStep,
    customerId: debt.customerId,
    orderId: debt.kind === 'order' ? debt.id : null,
    invoiceId: debt.kind === 'invoice' ? debt.id : null,
    isTopUp: debt.kind === 'top_up',
    money: debt.money,
    status: 'created',
    pendingCall: 'create',
    captureAmount: null,
    capturedAmount: 0n,
    forgivenAmount: 0n,
    gatewayReference: null,
    failure: null,
    risk: null,
    attempt: 1,
    checkCount: 0,
    watchedUntil: null,
    holdsUntil: null,
    authorisedAt: null,
    authorisationExpiresAt: null,
    succeededAt: null,
    appliedAt: null,
    createdAt: now,
    updatedAt: now,
  }
}
