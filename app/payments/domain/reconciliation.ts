import {
  isOpen,
  mayMove,
  type Payment,
  type PaymentStatus,
  type PendingCall,
} from '#app/payments/domain/payment'
import type { Decline, GatewayPayment } from '#app/payments/domain/gateway_values'

export type PaymentNews = 'authorised' | 'succeeded' | 'failed' | 'action_required' | 'cancelled' | 'declined'

/** What an answer of the gateway changes in our record of a payment. */
export interface Reconciliation {
  status: PaymentStatus
  pendingCall: PendingCall | null
  failure: Decline | null
  news: PaymentNews[]
}

type Known = Pick<Payment, 'status' | 'pendingCall' | 'isOffSession' | 'failure' | 'attempt'>

/** So often may a customer choose another funding source for what they approved: whatever the gateway says after that, it ends. */
const triesMax = 5

const lapsed: Decline = {
  kind: 'lapsed',
  code: 'authorisation_lapsed',
  message: 'The bank no longer holds the money for this payment.',
  isHard: false,
}

/**
 * Decides what an answer means. Answers may be late, repeated and out of order: a payment never goes backwards, the same answer
 * twice says nothing new, and money that was taken is believed whatever we thought before.
 */
export function reconcile(payment: Known, answer: GatewayPayment): Reconciliation {
  const target = targetOf(payment, answer)
  const moved = target !== payment.status && mayMove(payment.status, target)
  const status = moved ? target : payment.status
  const failure = failureOf(payment, answer, status)
  return {
    status,
    failure,
    pendingCall: stillToCall(payment, answer),
    news: [...(moved ? newsOf(payment, status) : []), ...declineNews(payment, status, failure)],
  }
}

function targetOf(payment: Known, answer: GatewayPayment): PaymentStatus {
  switch (answer.state) {
    case 'awaiting_method':
      return afterTry(payment, answer)
    case 'cancelled':
      return wasCalledOff(payment) && !neverArrived(payment, answer) ? 'cancelled' : 'failed'
    case 'approved':
      return 'processing'
    default:
      return answer.state
  }
}

/** In front of the customer a declined card is not the end: another may be tried. Without the customer it is. */
function afterTry(payment: Known, answer: GatewayPayment): PaymentStatus {
  const { decline } = answer
  if (!decline) return isWaitingOnly(payment) ? payment.status : 'created'
  if (mayChooseAnother(payment, answer)) return 'created'
  if (payment.isOffSession) return decline.kind === 'action_required' ? 'action_required' : 'failed'
  return payment.status === 'processing' ? 'failed' : 'created'
}

/** An answer that says nothing new: what is on its way stays so, and a customer who was asked for is still waited for. */
function isWaitingOnly({ status, isOffSession }: Known): boolean {
  return status === 'processing' || (status === 'action_required' && isOffSession)
}

/** What was approved moves nothing; where the gateway says that its customer may choose another funding source for it, they may. */
function mayChooseAnother(payment: Known, { decline, page }: GatewayPayment): boolean {
  const wasApproved = payment.status === 'processing' && payment.pendingCall === 'continue'
  return wasApproved && page !== null && !decline?.isHard && payment.attempt < triesMax
}

/** The gateway gave up what we did not call off: an authorisation ran out before it was taken. */
function wasCalledOff({ status, pendingCall }: Known): boolean {
  return pendingCall === 'cancel' || (pendingCall !== 'capture' && status !== 'authorised')
}

/** What was seen on its way and never came, with a reason: its customer is told that it did not work. */
function neverArrived({ status, pendingCall }: Known, { decline }: GatewayPayment): boolean {
  return status === 'processing' && pendingCall !== 'cancel' && decline !== null
}

function failureOf(payment: Known, answer: GatewayPayment, status: PaymentStatus): Decline | null {
  if (status === 'succeeded' || status === 'authorised') return null
  if (status === 'failed' && answer.state === 'cancelled') return answer.decline ?? payment.failure ?? lapsed
  return answer.decline ?? payment.failure
}

function stillToCall(payment: Known, answer: GatewayPayment): PendingCall | null {
  const isLateAuthorisation = answer.state === 'authorised' && !isOpen(payment.status)
  if (isLateAuthorisation) return 'cancel'
  if (answer.state === 'approved' && payment.pendingCall !== 'cancel') {
    return isOpen(payment.status) ? 'continue' : null
  }
  if (payment.pendingCall === 'capture') return answer.state === 'authorised' ? 'capture' : null
  if (payment.pendingCall === 'cancel') {
    return answer.state === 'cancelled' || answer.state === 'succeeded' ? null : 'cancel'
  }
  return null
}

function newsOf(payment: Known, status: PaymentStatus): PaymentNews[] {
  switch (status) {
    case 'authorised':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return [status]
    case 'action_required':
      return payment.isOffSession ? ['action_required'] : []
    case 'created':
    case 'processing':
    case 'unknown':
      return []
  }
}

function declineNews(payment: Known, status: PaymentStatus, failure: Decline | null): PaymentNews[] {
  const isNew = failure !== null && failure.code !== payment.failure?.code
  // Who was asked to agree to a charge and did is in front of it, too.
  const isThere = !payment.isOffSession || payment.status === 'processing'
  return status === 'created' && isThere && isNew ? ['declined'] : []
}
