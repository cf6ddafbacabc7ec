import { inject } from '@adonisjs/core'
import type { ConfiguredItem } from '#app/catalogue/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn, dayOfMonth, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { readPolicies } from '#app/billing/index'
import { recurringParts } from '#app/subscriptions/domain/ordered_parts'
import { invoiceDay, isByHour, periodFrom } from '#app/subscriptions/domain/periods'
import { subscriptionAdopted } from '#app/subscriptions/events'
import { openStretch } from '#app/subscriptions/records/hourly_stretches'
import { insertPendingSubscription } from '#app/subscriptions/records/new_subscriptions'
import { updateSubscription } from '#app/subscriptions/records/subscriptions'

export interface AdoptSubscriptionInput {
  customerId: string
  content: ConfiguredItem
  /** The first day that is billed here; what came before was paid elsewhere. */
  billFrom: CalendarDate
}

/**
 * Begins to bill what runs already, without an order: nothing is owed until the day that was agreed, and from then on it renews as if it had
 * been bought. A set-up fee is not charged.
 */
@inject()
export class AdoptSubscription {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: AdoptSubscriptionInput): Promise<Result<string, { type: 'bill_from_not_ahead' }>> {
    return inTransaction(async () => {
      const { customerId, content, billFrom } = input
      const { timeZone, policies } = currentTenant()
      const now = this.clock.now()
      const today = dateIn(timeZone, now)
      if (billFrom <= today) return err({ type: 'bill_from_not_ahead' })
      const id = newId()
      const interval = { unit: content.intervalUnit, count: content.intervalCount }
      await insertPendingSubscription({
        id,
        customerId,
        orderLineId: null,
        content,
        planId: content.planId,
        currency: content.currency,
        interval,
        items: recurringParts(content).map((part) => ({
          ...part,
          unitAmount: BigInt(part.unitAmount),
          tiers: part.tiers ?? null,
        })),
        createdAt: now,
      })
      const dueOn = invoiceDay(billFrom, interval, readPolicies(policies))
      await updateSubscription(id, {
        status: 'active',
        startedOn: today,
        anchorDay: dayOfMonth(billFrom),
        currentPeriodStartsOn: today,
        renewsOn: billFrom,
        invoiceOn: dueOn < today ? today : dueOn,
        ...(isByHour(interval) ? await this.countFrom(id, billFrom) : {}),
      })
      const data = { subscriptionId: id, planId: content.planId, billFrom }
      await this.events.record([
        fact(subscriptionAdopted, { kind: 'subscription', id }, { customerId, data }),
      ])
      return ok(id)
    })
  }

  /** By the hour the days from the first one on are counted, and invoiced when their month is over. */
  private async countFrom(id: string, billFrom: CalendarDate) {
    await openStretch(id, startOfDay(currentTenant().timeZone, billFrom))
    const { endsOn } = periodFrom(billFrom, { interval: { unit: 'hour', count: 1 }, anchorDay: 1 })
    return { anchorDay: 1, currentPeriodStartsOn: billFrom, renewsOn: endsOn, invoiceOn: endsOn }
  }
}
