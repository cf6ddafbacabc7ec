import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type MoveNotAllowed, moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { subscriptionCancelled } from '#app/subscriptions/events'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

export type EndSubscriptionError = { type: 'subscription_not_found' | 'not_due' } | MoveNotAllowed

/** Ends a subscription whose last day has passed. */
@inject()
export class EndSubscription {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: { subscriptionId: string }): Promise<Result<void, EndSubscriptionError>> {
    return inTransaction(async () => {
      const subscription = await lockSubscription(input.subscriptionId)
      if (!subscription) return err({ type: 'subscription_not_found' })
      const now = this.clock.now()
      const { id, customerId, endsOn } = subscription
      if (!endsOn || endsOn > dateIn(currentTenant().timeZone, now)) return err({ type: 'not_due' })
      const move = moveSubscription(subscription.status, 'cancel')
      if (!move.ok) return move
      await updateSubscription(id, {
        status: move.value,
        cancelledAt: now,
        invoiceOn: null,
        pastDueSince: null,
      })
      const data = { subscriptionId: id, endsOn, reason: subscription.cancelReason ?? '' }
      await this.events.record([
        fact(subscriptionCancelled, { kind: 'subscription', id }, { customerId, data }),
      ])
      return ok()
    })
  }
}
