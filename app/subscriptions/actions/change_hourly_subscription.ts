import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { isResized } from '#app/subscriptions/domain/change'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import type { SubscriptionChange } from '#app/subscriptions/domain/subscription_change'
import { subscriptionChanged } from '#app/subscriptions/events'
import { findContent, insertChange, updateChange } from '#app/subscriptions/records/changes'
import { splitStretch } from '#app/subscriptions/records/hourly_stretches'
import { writeStanding } from '#app/subscriptions/records/terms'

/**
 * Changes what is charged by the hour: nothing is paid for it now, the hours so far cost what was agreed to, and from the next hour on it is
 * something else.
 */
@inject()
export class ChangeHourlySubscription {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** The subscription is locked by the caller. */
  execute(subscription: Subscription, asked: SubscriptionChange): Promise<Result<SubscriptionChange, never>> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const change = {
        ...asked,
        status: 'applying' as const,
        invoiceId: null,
        lapsesOn: null,
        appliedAt: now,
      }
      const { stood, leads, content } = change
      const needsResize = isResized((await findContent(subscription.id)) ?? content, content)
      if (!(await insertChange(change)))
        throw new Error(`Subscription ${subscription.id} is changing already`)
      await updateChange(change.id, { appliedAt: now })
      await splitStretch(subscription.id, { items: stood.items, now })
      await writeStanding(subscription.id, leads, leads.renewsOn)
      await this.announce(change, needsResize)
      return ok(change)
    })
  }

  private async announce(change: SubscriptionChange, needsResize: boolean): Promise<void> {
    const { id: changeId, subscriptionId, customerId, effectiveOn, toPlanId: planId, content } = change
    const data = { subscriptionId, changeId, planId, planName: content.planName, effectiveOn, needsResize }
    await this.events.record([
      fact(subscriptionChanged, { kind: 'subscription', id: subscriptionId }, { customerId, data }),
    ])
  }
}
