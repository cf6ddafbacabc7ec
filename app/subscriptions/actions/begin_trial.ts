import { inject } from '@adonisjs/core'
import { readPolicies } from '#app/billing/index'
import { listPaymentMethods } from '#app/payments/index'
import { BeginTrialDiscounts } from '#app/promotions/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { discountedItem } from '#app/subscriptions/domain/ordered_parts'
import { moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { beginTrial } from '#app/subscriptions/domain/trial'
import { subscriptionTrialStarted } from '#app/subscriptions/events'
import { lockSubscriptionsOfLines } from '#app/subscriptions/records/new_subscriptions'
import { findAcceptedOrder } from '#app/subscriptions/records/order_lines'
import { updateSubscription } from '#app/subscriptions/records/subscriptions'
import { lockTrialOfOrder, type Trial, updateTrial } from '#app/subscriptions/records/trials'

export type BeginTrialError = { type: 'no_trial' | 'nothing_to_begin' }

/**
 * Begins the free days of an order whose service runs. Nothing is invoiced: the billing run makes the invoice of the first paid
 * period, which starts on the day the trial ends, like that of any renewal.
 */
@inject()
export class BeginTrial {
  constructor(
    private clock: Clock,
    private beginDiscounts: BeginTrialDiscounts,
    private events: EventLog
  ) {}

  execute({ orderId }: { orderId: string }): Promise<Result<Trial, BeginTrialError>> {
    return inTransaction(async () => {
      const claimed = await lockTrialOfOrder(orderId)
      if (claimed?.status !== 'claimed') return err({ type: 'no_trial' })
      const order = await findAcceptedOrder(orderId)
      const line = order?.lines.find(({ status, content }) => status === 'active' && content.trial)
      const [subscription] = line ? await lockSubscriptionsOfLines([line.id]) : []
      const move = subscription && moveSubscription(subscription.status, 'begin_trial')
      if (!line || !subscription || !move?.ok) return err({ type: 'nothing_to_begin' })

      const { timeZone, policies } = currentTenant()
      const today = dateIn(timeZone, this.clock.now())
      const standing = beginTrial(today, {
        days: claimed.days,
        leadDays: readPolicies(policies).invoiceLeadDays,
      })
      await updateSubscription(subscription.id, { status: move.value, ...standing })
      const items = [discountedItem(line.content)]
      await this.beginDiscounts.execute({ orderId, subscriptionId: subscription.id, items, index: 0 })
      const changes = {
        status: 'running' as const,
        subscriptionId: subscription.id,
        startsOn: today,
        endsOn: standing.trialEndsOn,
      }
      await updateTrial(claimed.id, changes)
      const trial = { ...claimed, ...changes }
      await this.announce(trial)
      return ok(trial)
    })
  }

  private async announce(
    trial: Trial & { subscriptionId: string; startsOn: string; endsOn: string }
  ): Promise<void> {
    const { id: trialId, customerId, subscriptionId, startsOn, endsOn, currency } = trial
    const hasMethod = (await listPaymentMethods(customerId)).length > 0
    const total = trial.firstTotal.toString()
    const data = { trialId, subscriptionId, startsOn, endsOn, total, currency, hasMethod }
    await this.events.record([
      fact(subscriptionTrialStarted, { kind: 'subscription', id: subscriptionId }, { customerId, data }),
    ])
  }
}
