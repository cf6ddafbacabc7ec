import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import type { NewFact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { KeepMethod } from '#app/payments/actions/keep_method'
import type { GatewayPayment } from '#app/payments/domain/gateway_values'
import { isOpen, pauseMinutes, type Payment } from '#app/payments/domain/payment'
import { factsOf } from '#app/payments/domain/payment_facts'
import { type Reconciliation, reconcile } from '#app/payments/domain/reconciliation'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { lockPayment, updatePayment } from '#app/payments/records/payments'
import { toNewFacts } from '#app/payments/actions/announce_payment'

/**
 * Takes down what the gateway says about a payment. Money that was taken is booked in the same transaction in which the payment
 * becomes succeeded, so that each happens once or not at all.
 */
@inject()
export class RecordGatewayAnswer {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private keepMethod: KeepMethod,
    private events: EventLog
  ) {}

  execute({ paymentId, answer }: { paymentId: string; answer: GatewayPayment }): Promise<Payment> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const gateway = (await findGateway(payment.gatewayId))!
      assertSamePayment(payment, answer, gateway)

      const decision = reconcile(payment, answer)
      const updated = await updatePayment(payment, this.changes(payment, answer, decision))
      const methodCountry = answer.method?.country ?? null
      const facts: NewFact[] = toNewFacts(updated, factsOf(updated, decision.news, methodCountry))
      if (decision.news.includes('succeeded')) await this.book(updated, gateway)
      await this.events.record(facts)
      return this.keepCard(updated, answer)
    })
  }

  private changes(
    payment: Payment,
    answer: GatewayPayment,
    { status, pendingCall, failure }: Reconciliation
  ) {
    const now = this.clock.now()
    const isMoving = status !== payment.status || pendingCall !== payment.pendingCall
    const checkCount = isMoving ? 0 : payment.checkCount + 1
    const isAtRest = !isOpen(status) && pendingCall === null
    const waitMinutes = Math.max(pauseMinutes(checkCount), restMinutes(status, pendingCall !== null))
    return {
      status,
      pendingCall,
      failure,
      gatewayReference: answer.reference,
      capturedAmount: status === 'succeeded' ? answer.captured : payment.capturedAmount,
      checkCount,
      nextCheckAt: isAtRest ? null : addDuration(now, { minutes: waitMinutes }),
      authorisedAt: payment.authorisedAt ?? (status === 'authorised' ? now : null),
      authorisationExpiresAt: answer.authorisationExpiresAt ?? payment.authorisationExpiresAt,
      succeededAt: payment.succeededAt ?? (status === 'succeeded' ? now : null),
      updatedAt: now,
    }
  }

  private async book(payment: Payment, gateway: Gateway): Promise<void> {
    const money = { amount: payment.capturedAmount, currency: payment.money.currency }
    await this.postEntries.execute([
      {
        kind: 'payment_received',
        causeId: payment.id,
        postings: [
          debit(chart.cash(gateway.driver), money),
          credit(chart.customerBalance(payment.customerId), money),
        ],
      },
    ])
  }

  /** The bank has said yes to this card and its customer agreed that it is kept. */
  private async keepCard(payment: Payment, { method }: GatewayPayment): Promise<Payment> {
    const isApproved = payment.status === 'authorised' || payment.status === 'succeeded'
    if (!isApproved || !payment.consent || !method || payment.paymentMethodId) return payment
    const { customerId, gatewayId, consent } = payment
    const paymentMethodId = await this.keepMethod.execute({ customerId, gatewayId, method, consent })
    return updatePayment(payment, { paymentMethodId })
  }
}

/** How long a payment in this state may be left alone when nobody tells us anything. */
function restMinutes(status: Payment['status'], hasPendingCall: boolean): number {
  if (hasPendingCall || status === 'unknown') return 0
  return status === 'processing' ? 60 : 30
}

/** What must never be: the answer is about another payment, mode or currency, or takes more than was asked for. Nothing is booked. */
function assertSamePayment(payment: Payment, answer: GatewayPayment, gateway: Gateway): void {
  const complaint =
    answer.paymentId !== null && answer.paymentId !== payment.id
      ? `is marked as payment ${answer.paymentId}`
      : answer.isLive !== (gateway.config.isLive === true)
        ? 'is from the other mode, live or test'
        : answer.money.currency !== payment.money.currency
          ? `is in ${answer.money.currency}`
          : answer.captured > payment.money.amount
            ? `took ${answer.captured}, more than the ${payment.money.amount} asked for`
            : null
  if (complaint) throw new Error(`The gateway's ${answer.reference} for payment ${payment.id} ${complaint}`)
}
