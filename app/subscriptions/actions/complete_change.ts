import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { moveChange, type SubscriptionChange } from '#app/subscriptions/domain/subscription_change'
import { subscriptionChangeCompleted } from '#app/subscriptions/events'
import { findOpenChange, lockChange, updateChange } from '#app/subscriptions/records/changes'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'

/** Closes a change whose service has what is paid for, or that asks nothing of the service. Any other resize changes nothing here. */
@inject()
export class CompleteChange {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ subscriptionId }: { subscriptionId: string }): Promise<SubscriptionChange | null> {
    return inTransaction(async () => {
      if (!(await lockSubscription(subscriptionId))) return null
      const open = await findOpenChange(subscriptionId)
      const change = open && (await lockChange(open.id))
      if (!change || change.status !== 'applying') return null
      const move = moveChange(change.status, 'complete')
      if (!move.ok) return null
      await updateChange(change.id, { status: move.value, finishedAt: this.clock.now() })
      const { id, customerId, toPlanId, content, effectiveOn } = change
      const data = { subscriptionId, changeId: id, planId: toPlanId, planName: content.planName, effectiveOn }
      await this.events.record([
        fact(subscriptionChangeCompleted, { kind: 'subscription', id: subscriptionId }, { customerId, data }),
      ])
      return { ...change, status: move.value }
    })
  }
}
