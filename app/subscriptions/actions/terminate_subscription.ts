import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { VoidInvoice, WriteOffInvoice } from '#app/billing/index'
import { type MoveNotAllowed, moveSubscription } from '#app/subscriptions/domain/subscription_state'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { subscriptionCancelled } from '#app/subscriptions/events'
import { listOpenInvoicesOf } from '#app/subscriptions/records/invoiced_periods'
import { closeStretch } from '#app/subscriptions/records/hourly_stretches'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

export type TerminateSubscriptionError =
  { type: 'subscription_not_found' } | { type: 'payment_under_way' } | MoveNotAllowed

/**
 * Ends a subscription that was never paid. Its invoices are given up once no living subscription is left on them: as a loss for
 * days that have come, taken back for days that have not, and taken back wholly after a trial, for which nothing is owed.
 */
@inject()
export class TerminateSubscription {
  constructor(
    private clock: Clock,
    private voidInvoice: VoidInvoice,
    private writeOffInvoice: WriteOffInvoice,
    private events: EventLog
  ) {}

  execute(input: {
    subscriptionId: string
    reason: string
    isTrial?: boolean
  }): Promise<Result<Subscription, TerminateSubscriptionError>> {
    return inTransaction(async () => {
      const subscription = await lockSubscription(input.subscriptionId)
      if (!subscription) return err({ type: 'subscription_not_found' })
      const move = moveSubscription(subscription.status, 'cancel')
      if (!move.ok) return move
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const changes = {
        status: move.value,
        cancelledAt: now,
        cancelReason: input.reason,
        endsOn: today,
        invoiceOn: null,
      }
      await updateSubscription(subscription.id, changes)
      await closeStretch(subscription.id, now)
      const areClosed = await this.giveUpInvoices({ ...input, today })
      if (!areClosed) return err({ type: 'payment_under_way' })
      await this.announce(subscription, { endsOn: today, reason: input.reason })
      return ok({ ...subscription, ...changes })
    })
  }

  private async giveUpInvoices(input: {
    subscriptionId: string
    today: CalendarDate
    reason: string
    isTrial?: boolean
  }): Promise<boolean> {
    const { subscriptionId, today, reason, isTrial = false } = input
    const invoices = await listOpenInvoicesOf(subscriptionId, today)
    for (const invoice of invoices.filter(({ hasLiving }) => !hasLiving)) {
      const close = invoice.isAllAhead || isTrial ? this.voidInvoice : this.writeOffInvoice
      const closed = await close.execute({ invoiceId: invoice.id, reason })
      if (!closed.ok && closed.error.type === 'payment_under_way') return false
    }
    return true
  }

  private async announce(
    { id, customerId }: Subscription,
    { endsOn, reason }: { endsOn: CalendarDate; reason: string }
  ): Promise<void> {
    const data = { subscriptionId: id, endsOn, reason }
    await this.events.record([
      fact(subscriptionCancelled, { kind: 'subscription', id }, { customerId, data }),
    ])
  }
}
