import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { AbandonPeriod } from '#app/subscriptions/actions/abandon_period'
import {
  type Cancellation,
  type CancellationError,
  type CancellationTime,
  decideCancellation,
} from '#app/subscriptions/domain/cancellation'
import { hoursIn } from '#app/subscriptions/domain/hours'
import { isByHour } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { type MoveNotAllowed, moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { subscriptionCancellationScheduled, subscriptionCancelled } from '#app/subscriptions/events'
import { closeStretch, listStretches } from '#app/subscriptions/records/hourly_stretches'
import { listInvoiceMates, lockPeriodInvoice } from '#app/subscriptions/records/invoiced_periods'
import {
  lockSubscriptions,
  type SubscriptionChanges,
  updateSubscription,
} from '#app/subscriptions/records/subscriptions'

export interface CancelSubscriptionInput {
  subscriptionId: string
  when: CancellationTime
  reason: string
}

export type CancelSubscriptionError =
  { type: 'subscription_not_found' } | { type: 'payment_under_way' } | CancellationError | MoveNotAllowed

/**
 * Ends a subscription, today or with the period that is paid. An unpaid invoice of a period that will not run is taken back;
 * while a payment for it is under way the cancellation is refused, because it would take the money for nothing.
 */
@inject()
export class CancelSubscription {
  constructor(
    private clock: Clock,
    private abandonPeriod: AbandonPeriod,
    private events: EventLog
  ) {}

  execute(input: CancelSubscriptionInput): Promise<Result<Subscription, CancelSubscriptionError>> {
    return inTransaction(async () => {
      const mates = await lockSubscriptions(await listInvoiceMates(input.subscriptionId))
      const subscription = mates.find(({ id }) => id === input.subscriptionId)
      if (!subscription) return err({ type: 'subscription_not_found' })
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const last = await this.lockLastInvoice(subscription)
      const decision = decideCancellation({
        subscription,
        when: input.when,
        today,
        isLastPeriodUnpaid: last?.isUnpaid ?? false,
      })
      if (!decision.ok) return decision

      const changes = toChanges(subscription, { decision: decision.value, reason: input.reason, now })
      if (!changes.ok) return changes
      await updateSubscription(subscription.id, changes.value)
      if (isByHour(subscription.interval)) await this.endHours(subscription, now)
      if (decision.value.abandonedFrom && last) {
        const abandoned = await this.abandonPeriod.execute({ invoiceId: last.invoiceId, mates, today })
        if (!abandoned.ok) return abandoned
      }
      await this.events.record([toFact(subscription, decision.value, input.reason)])
      return ok({ ...subscription, ...changes.value })
    })
  }

  /** What ran since the last month was invoiced is invoiced today; where nothing did, nothing more is. */
  private async endHours({ id, currentPeriodStartsOn }: Subscription, now: Date): Promise<void> {
    await closeStretch(id, now)
    if (!currentPeriodStartsOn) return
    const { timeZone } = currentTenant()
    const today = dateIn(timeZone, now)
    const period = { startsOn: currentPeriodStartsOn, endsOn: addDays(today, 1) }
    const stretches = (await listStretches([id])).get(id) ?? []
    const hasRun = hoursIn(stretches, period, timeZone).length > 0
    await updateSubscription(id, hasRun ? { renewsOn: period.endsOn, invoiceOn: today } : { invoiceOn: null })
  }

  private async lockLastInvoice({ id, currentPeriodStartsOn }: Subscription) {
    return currentPeriodStartsOn ? lockPeriodInvoice(id, currentPeriodStartsOn) : null
  }
}

type CancellationChanges = SubscriptionChanges & Partial<Subscription>

function toChanges(
  subscription: Subscription,
  { decision, reason, now }: { decision: Cancellation; reason: string; now: Date }
): Result<CancellationChanges, MoveNotAllowed> {
  const common = { endsOn: decision.endsOn, cancelReason: reason, invoiceOn: null }
  if (!decision.isImmediate) return ok({ ...common, cancelAtPeriodEnd: true })
  const move = moveSubscription(subscription.status, 'cancel')
  return move.ok ? ok({ ...common, status: move.value, cancelledAt: now, pastDueSince: null }) : move
}

function toFact(
  { id, customerId }: Subscription,
  { endsOn, isImmediate }: { endsOn: CalendarDate; isImmediate: boolean },
  reason: string
): NewFact {
  const kind = isImmediate ? subscriptionCancelled : subscriptionCancellationScheduled
  const data = { subscriptionId: id, endsOn, reason }
  return fact(kind, { kind: 'subscription', id }, { customerId, data })
}
