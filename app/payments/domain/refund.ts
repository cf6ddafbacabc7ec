import type { Money } from '#app/shared/money/money'

export const refundStatuses = ['awaiting_approval', 'created', 'action_required', 'processing', 'succeeded', 'failed', 'cancelled', 'unknown'] as const // prettier-ignore
export type RefundStatus = (typeof refundStatuses)[number]

/** Back to the card or account of a payment, or by hand another way. */
export const refundWays = ['source', 'bank_transfer', 'cash', 'cheque', 'other'] as const
export type RefundWay = (typeof refundWays)[number]

export interface RefundFailure {
  code: string
  /** One sentence for staff. */
  message: string
}

/** Money that goes back to a customer, or is to. It leaves the customer balance when it has arrived at the gateway. */
export interface Refund {
  id: string
  customerId: string
  way: RefundWay
  /** The payment it goes back on, and its gateway; null for another way. */
  paymentId: string | null
  gatewayId: string | null
  origin: 'staff' | 'gateway'
  money: Money
  invoiceId: string | null
  /** What of the invoice is taken back with it, in the words of billing. */
  wish: Record<string, unknown> | null
  creditNoteId: string | null
  reason: string
  status: RefundStatus
  pendingCall: 'create' | null
  /** By the clock on the wall. */
  calledAt: Date | null
  gatewayReference: string | null
  failure: RefundFailure | null
  claimUrl: string | null
  nextCheckAt: Date | null
  checkCount: number
  requestedBy: string | null
  decidedBy: string | null
  requestKey: string | null
  sentReference: string | null
  succeededAt: Date | null
  returnedAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** Which state may follow which. A bank may send back what had succeeded; what was given up may turn out to have worked. */
export const refundMoves: Record<RefundStatus, readonly RefundStatus[]> = {
  awaiting_approval: ['created', 'processing', 'cancelled'],
  created: ['action_required', 'processing', 'succeeded', 'failed', 'cancelled', 'unknown'],
  action_required: ['processing', 'succeeded', 'failed', 'cancelled'],
  processing: ['action_required', 'succeeded', 'failed', 'cancelled'],
  unknown: ['created', 'action_required', 'processing', 'succeeded', 'failed', 'cancelled'],
  succeeded: ['failed'],
  failed: ['succeeded'],
  cancelled: ['succeeded'],
}

/** States in which its money is about to leave the balance and nobody else may spend it. */
export const reservingStatuses = ['created', 'action_required', 'processing', 'unknown'] as const
/** States in which it counts against what its payment took. */
export const givingStatuses = [...reservingStatuses, 'succeeded'] as const

export function mayMoveRefund(from: RefundStatus, to: RefundStatus): boolean {
  return refundMoves[from].includes(to)
}

export function isRefundOpen(status: RefundStatus): boolean {
  return (reservingStatuses as readonly string[]).includes(status)
}

/** One refund is one business attempt: the gateway does it once, however often it is asked. */
export function refundKey({ id }: { id: string }): string {
  return `${id}:refund`
}

interface NewRefund extends Pick<
  Refund,
  | 'id' | 'customerId' | 'way' | 'paymentId' | 'gatewayId' | 'origin' | 'money' | 'invoiceId' | 'wish' | 'creditNoteId' | 'reason' | 'status'
  | 'requestedBy' | 'requestKey'
> {
  now: Date
} // prettier-ignore

/** The intent to give money back, before anybody outside hears of it. */
export function newRefund({ now, ...rest }: NewRefund): Refund {
  return {
    ...rest,
    pendingCall: null,
    calledAt: null,
    gatewayReference: null,
    failure: null,
    claimUrl: null,
    nextCheckAt: null,
    checkCount: 0,
    decidedBy: null,
    sentReference: null,
    succeededAt: null,
    returnedAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

export function isRefundStatus(text: string | null): text is RefundStatus {
  return refundStatuses.some((status) => status === text)
}
