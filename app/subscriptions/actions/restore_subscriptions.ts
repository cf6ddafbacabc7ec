import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { type CalendarDate, dateIn, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { readPolicies } from '#app/billing/index'
import { invoiceDay, isByHour, periodFrom, periodStartOn } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { subscriptionCaughtUp, subscriptionRestored } from '#app/subscriptions/events'
import { openStretch } from '#app/subscriptions/records/hourly_stretches'
import { findOldestDue } from '#app/subscriptions/records/overdue'
import {
  lockSubscriptionsOfInvoice,
  type SubscriptionChanges,
  updateSubscription,
} from '#app/subscriptions/records/subscriptions'

/**
 * Brings the subscriptions of an invoice back once nothing overdue is left on them: those that were behind are on time again,
 * those that were suspended run again, on the same anchor day. Called when an invoice is paid or taken back.
 */
@inject()
export class RestoreSubscriptions {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many came back */
  execute({ invoiceId }: { invoiceId: string }): Promise<number> {
    return inTransaction(async () => {
      const subscriptions = await lockSubscriptionsOfInvoice(invoiceId)
      const behind = subscriptions.filter(({ status }) => status === 'past_due' || status === 'suspended')
      if (behind.length === 0) return 0
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const oldestDue = await findOldestDue(
        behind.map(({ id }) => id),
        today
      )
      const facts: NewFact[] = []
      for (const subscription of behind) {
        const stillDueSince = oldestDue.get(subscription.id)
        if (stillDueSince) await updateSubscription(subscription.id, { pastDueSince: stillDueSince })
        else facts.push(await this.bringBack(subscription, today))
      }
      await this.events.record(facts)
      return facts.length
    })
  }

  private async bringBack(subscription: Subscription, today: CalendarDate): Promise<NewFact> {
    const isSuspended = subscription.status === 'suspended'
    const move = moveSubscription(subscription.status, isSuspended ? 'restore' : 'catch_up')
    if (!move.ok) throw new Error(`Subscription ${subscription.id} is ${subscription.status}`)
    const resumed = isSuspended ? resumeBilling(subscription, today) : {}
    await updateSubscription(subscription.id, {
      status: move.value,
      pastDueSince: null,
      suspendedAt: null,
      ...resumed,
    })
    const { id, customerId } = subscription
    if (isSuspended && isByHour(subscription.interval)) await this.countAgain(subscription)
    const kind = isSuspended ? subscriptionRestored : subscriptionCaughtUp
    return fact(kind, { kind: 'subscription', id }, { customerId, data: { subscriptionId: id } })
  }

  /** From now on, or from the end of a period that is paid. */
  private async countAgain({ id, currentPeriodStartsOn }: Subscription): Promise<void> {
    const now = this.clock.now()
    const startsAt = currentPeriodStartsOn ? startOfDay(currentTenant().timeZone, currentPeriodStartsOn) : now
    await openStretch(id, startsAt > now ? startsAt : now)
  }
}

/** Billing goes on with the period that today lies in; periods that passed while suspended are not billed. */
function resumeBilling(subscription: Subscription, today: CalendarDate): SubscriptionChanges {
  const { renewsOn, cancelAtPeriodEnd } = subscription
  if (!renewsOn || cancelAtPeriodEnd) return {}
  if (isByHour(subscription.interval)) return resumeHours(subscription, today)
  const next = renewsOn <= today ? periodStartOn(today, renewsOn, subscription) : renewsOn
  const terms = readPolicies(currentTenant().policies)
  return { renewsOn: next, invoiceOn: invoiceDay(next, subscription.interval, terms) }
}

/** What ran before the pause is not lost: it is invoiced with the month in which it goes on. */
function resumeHours({ renewsOn, ...rhythm }: Subscription, today: CalendarDate): SubscriptionChanges {
  const { endsOn } = periodFrom(today, rhythm)
  const next = renewsOn! <= today ? endsOn : renewsOn!
  return { renewsOn: next, invoiceOn: next }
}
