import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import type { NewFact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { TakeCoins } from '#app/payments/actions/take_coins'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import { KeepMethod } from '#app/payments/actions/keep_method'
import type { GatewayPayment } from '#app/payments/domain/gateway_values'
import { isOpen, pauseMinutes, type Payment } from '#app/payments/domain/payment'
import { holdHours, watchedPause } from '#app/payments/domain/coins_received'
import { factsOf } from '#app/payments/domain/payment_facts'
import { type Reconciliation, reconcile } from '#app/payments/domain/reconciliation'
import { driverNamed } from '#app/payments/drivers/registry'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { keepLateRates } from '#app/payments/records/late_coin_rates'
import { lockPayment, updatePayment } from '#app/payments/records/payments'
import { keepWatchedPage } from '#app/payments/records/watched_payments'
import { reviewFacts, toNewFacts } from '#app/payments/actions/announce_payment'

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
    private takeCoins: TakeCoins,
    private warn: WarnOfPayment,
    private events: EventLog
  ) {}

  execute({ paymentId, answer }: { paymentId: string; answer: GatewayPayment }): Promise<Payment> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const gateway = (await findGateway(payment.gatewayId))!
      assertSamePayment(payment, answer, gateway)

      const decision = reconcile(payment, answer)
      const updated = await updatePayment(payment, this.changes(payment, answer, decision))
      const methodCountry = answer.payerCountry ?? answer.method?.country ?? null
      const facts: NewFact[] = toNewFacts(updated, factsOf(updated, decision.news, methodCountry))
      if (answer.page && answer.page.coins.length > 0)
        await keepWatchedPage(paymentId, answer.page, this.clock.wall())
      await keepLateRates(paymentId, answer.lateRates ?? [], this.clock.now())
      if (decision.news.includes('succeeded')) {
        await this.book(updated, gateway)
        await this.takeCoins.keepFirst(updated, answer)
        await this.warn.ofRisk(updated)
      }
      const more =
        payment.status === 'succeeded' ? await this.takeCoins.takeFurther(updated, gateway, answer) : null
      await this.events.record([...facts, ...(more?.facts ?? []), ...reviewFacts(payment, updated)])
      return this.keepCard(more?.payment ?? updated, answer)
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
    const pause = Math.max(pauseMinutes(checkCount), restMinutes(status, pendingCall !== null))
    const watchedUntil = answer.watchUntil ?? payment.watchedUntil
    const isWatched = watchedUntil !== null && watchedUntil > this.clock.wall()
    const waitMinutes = watchedPause({ isWatched, isAtRest, pause })
    // Chosen anew, it is gone on with anew: under a key that was never refused.
    const isChosenAnew = payment.status === 'processing' && status === 'created'
    const isFirstSuccess = status === 'succeeded' && payment.status !== 'succeeded'
    return {
      status,
      pendingCall,
      failure,
      attempt: isChosenAnew ? payment.attempt + 1 : payment.attempt,
      gatewayReference: answer.reference,
      capturedAmount: isFirstSuccess ? answer.captured : payment.capturedAmount,
      forgivenAmount: isFirstSuccess ? (answer.forgiven ?? 0n) : payment.forgivenAmount,
      checkCount,
      nextCheckAt: waitMinutes === null ? null : addDuration(now, { minutes: waitMinutes }),
      watchedUntil,
      holdsUntil: holdsUntil(payment, status, { now, isWatched }),
      risk: answer.risk ?? payment.risk,
      authorisedAt: payment.authorisedAt ?? (status === 'authorised' ? now : null),
      authorisationExpiresAt: answer.authorisationExpiresAt ?? payment.authorisationExpiresAt,
      succeededAt: payment.succeededAt ?? (status === 'succeeded' ? now : null),
      // Being asked about is nothing that its customer did: how long they have been away is counted from it.
      updatedAt: isMoving || answer.reference !== payment.gatewayReference ? now : payment.updatedAt,
    }
  }

  private async book(payment: Payment, gateway: Gateway): Promise<void> {
    const { capturedAmount, forgivenAmount, customerId, id: causeId } = payment
    const { currency } = payment.money
    const credited = { amount: capturedAmount + forgivenAmount, currency }
    const postings = [
      debit(chart.cash(gateway.ledgerCode), { amount: capturedAmount, currency }),
      ...(forgivenAmount > 0n ? [debit(chart.rounding(), { amount: forgivenAmount, currency })] : []),
      credit(chart.customerBalance(customerId), credited),
    ]
    await this.postEntries.execute([{ kind: 'payment_received', causeId, postings }])
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

/** Coins on their way hold back what is done about their debt, but not for ever. */
function holdsUntil(
  payment: Payment,
  status: Payment['status'],
  { now, isWatched }: { now: Date; isWatched: boolean }
): Date | null {
  if (status !== 'processing') return null
  return payment.holdsUntil ?? (isWatched ? addDuration(now, { hours: holdHours }) : null)
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
          : answer.captured > payment.money.amount && !takesCoins(gateway)
            ? `took ${answer.captured}, more than the ${payment.money.amount} asked for`
            : null
  if (complaint) throw new Error(`The gateway's ${answer.reference} for payment ${payment.id} ${complaint}`)
}

/** With coins what comes in is what was sent: the sender decides how much. */
function takesCoins({ driver }: Gateway): boolean {
  return driverNamed(driver).capabilities.customerPays === 'coins'
}
