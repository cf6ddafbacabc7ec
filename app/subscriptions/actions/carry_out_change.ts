import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { type CalendarDate, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { readPolicies } from '#app/billing/index'
import { isResized } from '#app/subscriptions/domain/change'
import { invoiceDay, isByHour } from '#app/subscriptions/domain/periods'
import { restarts } from '#app/subscriptions/domain/standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { moveChange, type SubscriptionChange } from '#app/subscriptions/domain/subscription_change'
import { subscriptionChanged } from '#app/subscriptions/events'
import {
  findChangeOwner,
  findContent,
  findOpenChangeOfInvoice,
  lockChange,
  updateChange,
} from '#app/subscriptions/records/changes'
import { closeStretch } from '#app/subscriptions/records/hourly_stretches'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'
import { payHoursBy, payPeriodsBy, restartPeriod, writeStanding } from '#app/subscriptions/records/terms'

/**
 * Makes a change true whose invoice was paid: plan, items, interval and periods of the subscription are those of the change from now
 * on, and its service is told to follow. An invoice that is of no change, or was paid after its change had ended, changes nothing.
 */
@inject()
export class CarryOutChange {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ invoiceId }: { invoiceId: string }): Promise<SubscriptionChange | null> {
    return inTransaction(async () => {
      const changeId = await findOpenChangeOfInvoice(invoiceId)
      const owner = changeId ? await findChangeOwner(changeId) : null
      if (!changeId || !owner) return null
      const subscription = await lockSubscription(owner)
      const change = await lockChange(changeId)
      if (!subscription || !change || change.status !== 'awaiting_payment') return null
      assertStandsStill(subscription, change)
      const needsResize = isResized((await findContent(owner)) ?? change.content, change.content)
      await this.apply(subscription, change, invoiceId)
      await this.announce(change, needsResize)
      return change
    })
  }

  private async apply(
    subscription: Subscription,
    change: SubscriptionChange,
    invoiceId: string
  ): Promise<void> {
    const move = moveChange(change.status, 'pay')
    if (!move.ok) throw new Error(`Change ${change.id} is ${change.status}`)
    const { leads, stood } = change
    const terms = readPolicies(currentTenant().policies)
    const subscriptionId = subscription.id
    await writeStanding(subscriptionId, leads, invoiceDay(leads.renewsOn, leads.interval, terms))
    const today = change.effectiveOn
    const period = { startsOn: leads.currentPeriodStartsOn, endsOn: leads.renewsOn }
    if (restarts(stood, leads)) await restartPeriod({ subscriptionId, invoiceId, today, period })
    if (isByHour(stood.interval)) await this.endHours({ subscriptionId, invoiceId, today })
    else await payPeriodsBy({ subscriptionId, invoiceId, today })
    await updateChange(change.id, { status: move.value, appliedAt: this.clock.now() })
  }

  /** The hours of the days before are on the invoice; those since midnight are paid for by the period that began with them. */
  private async endHours(paid: {
    subscriptionId: string
    invoiceId: string
    today: CalendarDate
  }): Promise<void> {
    await payHoursBy(paid)
    await closeStretch(paid.subscriptionId, startOfDay(currentTenant().timeZone, paid.today))
  }

  private async announce(change: SubscriptionChange, needsResize: boolean): Promise<void> {
    const { id, subscriptionId, customerId, effectiveOn, toPlanId, content } = change
    const data = {
      subscriptionId,
      changeId: id,
      planId: toPlanId,
      planName: content.planName,
      effectiveOn,
      needsResize,
    }
    await this.events.record([
      fact(subscriptionChanged, { kind: 'subscription', id: subscriptionId }, { customerId, data }),
    ])
  }
}

/** Nothing moves a subscription while a change of it waits for its payment; if something did, a person must look. */
function assertStandsStill({ id, renewsOn, planId }: Subscription, { stood }: SubscriptionChange): void {
  if (renewsOn === stood.renewsOn && planId === stood.planId) return
  throw new Error(`Subscription ${id} moved on while its change waited for payment`)
}
