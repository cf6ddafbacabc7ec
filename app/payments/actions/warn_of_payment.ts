import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type Payment, purposeOf } from '#app/payments/domain/payment'
import { isRiskToDecide, type PaymentWarning } from '#app/payments/domain/payment_warning'
import { paymentWarned, paymentWarningClosed } from '#app/payments/events'
import {
  closeWarnings,
  hasPaidBefore,
  insertWarning,
  type WarningDecision,
} from '#app/payments/records/payment_warnings'
import { lockPayment } from '#app/payments/records/payments'

export type AcceptPaymentError = { type: 'payment_not_found' | 'nothing_to_decide' }

/**
 * Puts a payment before staff whose money is here and may be wanted back, and takes it off their list when they let it stand, when it went
 * back, or when a dispute takes over. Nothing is held: what it paid for runs or is owed in any case.
 */
@inject()
export class WarnOfPayment {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** The gateway's screening, when a payment has just succeeded. Part of that transaction. */
  async ofRisk(payment: Payment): Promise<void> {
    const purpose = purposeOf(payment)
    const { risk } = payment
    if (!isRiskToDecide(risk, { purpose, hasPaidBefore: false })) return
    const paidBefore = await hasPaidBefore(payment.customerId, payment.id)
    if (!isRiskToDecide(risk, { purpose, hasPaidBefore: paidBefore })) return
    await this.raise(payment, { kind: 'risk', gatewayReference: null, code: risk!.level, status: 'open' })
  }

  /** @returns whether it is new */
  raise(
    payment: Payment,
    said: Pick<PaymentWarning, 'kind' | 'gatewayReference' | 'code' | 'status'>
  ): Promise<boolean> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const { id: paymentId, customerId, gatewayId } = payment
      const decidedAt = said.status === 'open' ? null : now
      const warning = { id: newId(), paymentId, customerId, gatewayId, warnedAt: now, ...said, decidedAt, decidedBy: null, note: null } // prettier-ignore
      if (!(await insertWarning(warning))) return false
      const { kind, code } = said
      const data = { ...aboutOf(payment), kind, code }
      if (said.status === 'open')
        await this.events.record([
          fact(paymentWarned, { kind: 'payment', id: paymentId }, { customerId, data }),
        ])
      return true
    })
  }

  /** Staff let it stand. */
  accept(input: {
    paymentId: string
    userId: string
    note: string | null
  }): Promise<Result<Payment, AcceptPaymentError>> {
    return inTransaction(async () => {
      const payment = await lockPayment(input.paymentId)
      if (!payment) return err({ type: 'payment_not_found' })
      const { userId: by, note } = input
      const closed = await this.close(payment, { status: 'accepted', by, note })
      return closed ? ok(payment) : err({ type: 'nothing_to_decide' })
    })
  }

  /** Part of the transaction in which the money went back, or a dispute was taken down. @returns whether anything was open */
  async close(payment: Payment, decision: Omit<WarningDecision, 'at'>): Promise<boolean> {
    const closed = await closeWarnings(payment.id, { ...decision, at: this.clock.now() })
    if (closed.length === 0) return false
    const { id, customerId } = payment
    const data = { ...aboutOf(payment), outcome: decision.status, kinds: closed.map(({ kind }) => kind) }
    await this.events.record([fact(paymentWarningClosed, { kind: 'payment', id }, { customerId, data })])
    return true
  }
}

function aboutOf(payment: Payment) {
  const { id: paymentId, invoiceId, orderId } = payment
  return { paymentId, invoiceId, orderId, purpose: purposeOf(payment) }
}
