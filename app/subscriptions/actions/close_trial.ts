import { inject } from '@adonisjs/core'
import { KeepCoupons, ReturnCoupons } from '#app/promotions/index'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { subscriptionTrialConverted, subscriptionTrialEnded } from '#app/subscriptions/events'
import type { DueTrial } from '#app/subscriptions/records/due_trials'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'
import { lockTrial, updateTrial } from '#app/subscriptions/records/trials'

/** Says how a trial came out, once. The coupons of its order count from its first payment on, and come back when there is none. */
@inject()
export class CloseTrial {
  constructor(
    private clock: Clock,
    private keepCoupons: KeepCoupons,
    private returnCoupons: ReturnCoupons,
    private events: EventLog
  ) {}

  /** Lets the subscription of a trial that is paid for go on like any other. */
  convert(trial: DueTrial): Promise<void> {
    return inTransaction(async () => {
      if (!(await this.close(trial.id, { status: 'converted' }))) return
      const subscription = await lockSubscription(trial.subscriptionId)
      const move = subscription && moveSubscription(subscription.status, 'convert')
      if (move?.ok) await updateSubscription(trial.subscriptionId, { status: move.value })
      await this.keepCoupons.execute({ orderId: trial.orderId, revenue: trial.subtotal ?? 0n })
      await this.events.record([
        fact(subscriptionTrialConverted, subjectOf(trial), {
          customerId: trial.customerId,
          data: { ...dataOf(trial), invoiceId: trial.invoiceId ?? '' },
        }),
      ])
    })
  }

  /** Notes that a trial is over without being paid for. */
  end(trial: DueTrial, reason: string): Promise<void> {
    return inTransaction(async () => {
      if (!(await this.close(trial.id, { status: 'ended', endReason: reason }))) return
      await this.returnCoupons.execute({ orderId: trial.orderId })
      await this.events.record([
        fact(subscriptionTrialEnded, subjectOf(trial), {
          customerId: trial.customerId,
          data: { ...dataOf(trial), reason },
        }),
      ])
    })
  }

  private async close(
    id: string,
    changes: { status: 'converted' | 'ended'; endReason?: string }
  ): Promise<boolean> {
    const trial = await lockTrial(id)
    if (trial?.status !== 'running') return false
    await updateTrial(id, { ...changes, closedAt: this.clock.now() })
    return true
  }
}

function subjectOf({ subscriptionId }: DueTrial) {
  return { kind: 'subscription', id: subscriptionId }
}

function dataOf({ id, subscriptionId, startsOn, endsOn }: DueTrial) {
  return { trialId: id, subscriptionId, startsOn, endsOn }
}
