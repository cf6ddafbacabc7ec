import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { startOfDay } from '#app/shared/time/calendar'
import { readPolicies } from '#app/billing/index'
import { invoiceDay, isByHour } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { subscriptionCancellationWithdrawn } from '#app/subscriptions/events'
import { openStretch } from '#app/subscriptions/records/hourly_stretches'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

export type WithdrawCancellationError = {
  type: 'subscription_not_found' | 'already_cancelled' | 'not_ending'
}

/** Lets a subscription that was to end with its period go on as before. */
@inject()
export class WithdrawCancellation {
  constructor(private events: EventLog) {}

  execute(input: { subscriptionId: string }): Promise<Result<Subscription, WithdrawCancellationError>> {
    return inTransaction(async () => {
      const subscription = await lockSubscription(input.subscriptionId)
      if (!subscription) return err({ type: 'subscription_not_found' })
      if (subscription.status === 'cancelled') return err({ type: 'already_cancelled' })
      if (!subscription.cancelAtPeriodEnd) return err({ type: 'not_ending' })

      const terms = readPolicies(currentTenant().policies)
      const { renewsOn, status, interval } = subscription
      const isBilled = renewsOn !== null && status !== 'suspended'
      // What follows a trial waits for no summary.
      const ownTerms = status === 'trialing' ? { ...terms, invoiceGrouping: 'day' as const } : terms
      const invoiceOn = isBilled ? invoiceDay(renewsOn, interval, ownTerms) : null
      const changes = { cancelAtPeriodEnd: false, endsOn: null, cancelReason: null, invoiceOn }
      await updateSubscription(subscription.id, changes)
      await this.countHours(subscription)
      const { id, customerId } = subscription
      await this.events.record([
        fact(
          subscriptionCancellationWithdrawn,
          { kind: 'subscription', id },
          { customerId, data: { subscriptionId: id } }
        ),
      ])
      return ok({ ...subscription, ...changes })
    })
  }

  /** Where hours were to begin with the end of what is paid, they begin after all. */
  private async countHours({ id, interval, currentPeriodStartsOn }: Subscription): Promise<void> {
    if (!isByHour(interval) || !currentPeriodStartsOn) return
    await openStretch(id, startOfDay(currentTenant().timeZone, currentPeriodStartsOn))
  }
}
