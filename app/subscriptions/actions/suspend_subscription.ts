import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { CalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type MoveNotAllowed, moveSubscription } from '#app/subscriptions/domain/subscription_state'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { subscriptionSuspended } from '#app/subscriptions/events'
import { closeStretch } from '#app/subscriptions/records/hourly_stretches'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

export type SuspendSubscriptionError = { type: 'subscription_not_found' } | MoveNotAllowed

/** Stops the service of a subscription that stayed unpaid. Billing pauses: nothing new is invoiced until it is paid. */
@inject()
export class SuspendSubscription {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @param input.since the day on which it was to be paid, where it was never behind: the end of a trial */
  execute(input: {
    subscriptionId: string
    since?: CalendarDate
  }): Promise<Result<Subscription, SuspendSubscriptionError>> {
    return inTransaction(async () => {
      const subscription = await lockSubscription(input.subscriptionId)
      if (!subscription) return err({ type: 'subscription_not_found' })
      const move = moveSubscription(subscription.status, 'suspend')
      if (!move.ok) return move
      const since = input.since ?? subscription.pastDueSince
      const changes = {
        status: move.value,
        suspendedAt: this.clock.now(),
        invoiceOn: null,
        pastDueSince: since,
      }
      await updateSubscription(subscription.id, changes)
      await closeStretch(subscription.id, this.clock.now())
      const { id, customerId } = subscription
      const data = { subscriptionId: id, since: since ?? '' }
      await this.events.record([
        fact(subscriptionSuspended, { kind: 'subscription', id }, { customerId, data }),
      ])
      return ok({ ...subscription, ...changes })
    })
  }
}
