import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { toNewFacts } from '#app/payments/actions/announce_payment'
import { watchMinutes } from '#app/payments/domain/coins_received'
import type { Decline } from '#app/payments/domain/gateway_values'
import { isOpen, mayMove, pauseMinutes, type Payment, type PaymentStatus } from '#app/payments/domain/payment'
import { factsOf } from '#app/payments/domain/payment_facts'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { gatewayMisconfigured } from '#app/payments/events'
import { lockPayment, updatePayment } from '#app/payments/records/payments'

/** What a failure makes of a payment: a new state, or nothing but another try later. */
interface Consequence {
  status: PaymentStatus
  failure: Decline | null
}

/**
 * Takes down that a call about a payment brought no state of it: it may have worked (unknown), will be made again (later), was
 * refused for good, or has to wait for an operator.
 */
@inject()
export class RecordGatewayFailure {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ paymentId, failure }: { paymentId: string; failure: GatewayFailure }): Promise<Payment> {
    return inTransaction(async () => {
      const payment = (await lockPayment(paymentId))!
      const { status, failure: reason } = consequenceOf(payment, failure)
      const hasEnded = status !== payment.status && !isOpen(status)
      const now = this.clock.now()
      const updated = await updatePayment(payment, {
        status,
        failure: reason,
        pendingCall: isOpen(status) ? payment.pendingCall : null,
        checkCount: payment.checkCount + 1,
        nextCheckAt: this.nextLook(payment, status, now),
        // As with an answer: being asked about is nothing that its customer did.
        updatedAt: status === payment.status ? payment.updatedAt : now,
      })
      const news = status === 'cancelled' ? 'cancelled' : 'failed'
      if (hasEnded) await this.events.record(toNewFacts(updated, factsOf(updated, [news])))
      if (failure.type === 'misconfigured') await this.tellOperator(updated, failure.reason)
      return updated
    })
  }

  /** What has ended is looked at again only while more money may come for it. */
  private nextLook({ checkCount, watchedUntil }: Payment, status: PaymentStatus, now: Date): Date | null {
    if (isOpen(status)) return addDuration(now, { minutes: pauseMinutes(checkCount) / 2 })
    const isWatched = watchedUntil !== null && watchedUntil > this.clock.wall()
    return isWatched ? addDuration(now, { minutes: watchMinutes }) : null
  }

  private async tellOperator({ gatewayId }: Payment, reason: string): Promise<void> {
    await this.events.record([
      fact(gatewayMisconfigured, { kind: 'gateway', id: gatewayId }, { data: { gatewayId, reason } }),
    ])
  }
}

/** The payment was never made at the gateway, and nothing will be heard of it. */
export const neverCreated: Decline = {
  kind: 'never_created',
  code: 'never_created',
  message: 'The payment did not reach the bank. No money was taken.',
  isHard: false,
}

/** What its customer never agreed to, or nobody went on with in time, is no longer known there. */
export const lapsedAtGateway: GatewayFailure = {
  type: 'declined',
  decline: {
    kind: 'lapsed',
    code: 'approval_lapsed',
    message: 'The payment was not finished in time. No money was taken.',
    isHard: false,
  },
  payment: null,
}

/** States in which a payment that lapsed at the gateway has taken nothing. */
const lapses: readonly PaymentStatus[] = ['created', 'action_required', 'unknown']

function consequenceOf(payment: Payment, failure: GatewayFailure): Consequence {
  const stay = { status: payment.status, failure: payment.failure }
  switch (failure.type) {
    case 'retry_later':
      return stay
    case 'unknown':
      return mayMove(payment.status, 'unknown') && payment.pendingCall === 'create'
        ? { ...stay, status: 'unknown' }
        : stay
    case 'misconfigured':
      return payment.pendingCall === 'create' ? { status: 'failed', failure: mended(failure.reason) } : stay
    case 'declined':
    case 'action_required':
      if (failure.decline.kind === 'lapsed') return lapsed(payment, failure.decline)
      // Nothing was ever made, so nothing is left to call off.
      if (payment.pendingCall === 'cancel' && failure.decline.kind === 'never_created')
        return { ...stay, status: 'cancelled' }
      return payment.pendingCall === 'create' ? { status: 'failed', failure: failure.decline } : stay
  }
}

/** What is waiting for the gateway to go on, or only approved, took nothing; what moves money already is not touched. */
function lapsed(payment: Payment, decline: Decline): Consequence {
  const { status, pendingCall } = payment
  if (pendingCall === 'cancel' && isOpen(status)) return { status: 'cancelled', failure: payment.failure }
  const hasTakenNothing = lapses.includes(status) || pendingCall === 'continue'
  return hasTakenNothing ? { status: 'failed', failure: decline } : { status, failure: payment.failure }
}

/** The customer is told that it is not their card or account; the reason is for the operator's eyes. */
function mended(reason: string): Decline {
  return {
    kind: 'misconfigured',
    code: reason.slice(0, 500),
    message: 'Payments this way are not possible at the moment. We have been told.',
    isHard: false,
  }
}
