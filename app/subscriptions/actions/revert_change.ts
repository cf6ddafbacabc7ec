import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { CreditInvoice, findInvoice, readPolicies } from '#app/billing/index'
import { invoiceDay, isByHour } from '#app/subscriptions/domain/periods'
import { restarts } from '#app/subscriptions/domain/standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { moveChange, type SubscriptionChange } from '#app/subscriptions/domain/subscription_change'
import { subscriptionChangeReverted } from '#app/subscriptions/events'
import { findChangeOwner, lockChange, updateChange } from '#app/subscriptions/records/changes'
import { reopenStretch, splitStretch } from '#app/subscriptions/records/hourly_stretches'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'
import { takePeriodsBack, writeStanding } from '#app/subscriptions/records/terms'

export type RevertChangeError = {
  type: 'change_not_found' | 'not_applying' | 'moved_on' | 'was_credited' | 'payment_under_way'
}

/**
 * Takes a change back that its panel refuses for good: the subscription is what it was, and what was paid for the change goes to the
 * customer balance by a credit note. Where more has happened since (a renewal, a smaller plan's credit note), a person decides.
 */
@inject()
export class RevertChange {
  constructor(
    private clock: Clock,
    private creditInvoice: CreditInvoice,
    private events: EventLog
  ) {}

  execute(input: {
    changeId: string
    reason: string
  }): Promise<Result<SubscriptionChange, RevertChangeError>> {
    return inTransaction(async () => {
      const owner = await findChangeOwner(input.changeId)
      const subscription = owner ? await lockSubscription(owner) : null
      const change = subscription ? await lockChange(input.changeId) : null
      if (!subscription || !change) return err({ type: 'change_not_found' })
      const move = moveChange(change.status, 'revert')
      if (!move.ok) return err({ type: 'not_applying' })
      const refusal = await refuse(subscription, change)
      if (refusal) return err({ type: refusal })
      const credited = await this.giveMoneyBack(change)
      if (!credited) return err({ type: 'payment_under_way' })
      await this.restore(subscription, change)
      const ended = { status: move.value, finishedAt: this.clock.now(), finishReason: input.reason }
      await updateChange(change.id, ended)
      await this.announce(change, input.reason)
      return ok({ ...change, ...ended })
    })
  }

  private async giveMoneyBack({ id, invoiceId }: SubscriptionChange): Promise<boolean> {
    if (!invoiceId) return true
    const note = await this.creditInvoice.execute({ invoiceId, wish: { of: 'whole' }, reason: 'change_reverted', creditNoteId: id }) // prettier-ignore
    return note.ok || note.error.type === 'nothing_left_to_credit'
  }

  private async restore(subscription: Subscription, change: SubscriptionChange): Promise<void> {
    const { stood, leads, invoiceId, effectiveOn } = change
    if (invoiceId) {
      const subscriptionId = subscription.id
      await takePeriodsBack({
        subscriptionId,
        invoiceId,
        today: effectiveOn,
        isRestart: restarts(stood, leads),
      })
    }
    if (isByHour(stood.interval) && isByHour(leads.interval))
      await splitStretch(subscription.id, { items: leads.items, now: this.clock.now() })
    else if (isByHour(stood.interval)) await reopenStretch(subscription.id)
    const terms = readPolicies(currentTenant().policies)
    await writeStanding(subscription.id, stood, invoiceDay(stood.renewsOn, stood.interval, terms))
  }

  private async announce(change: SubscriptionChange, reason: string): Promise<void> {
    const { id, subscriptionId, customerId, effectiveOn, toPlanId, content } = change
    const data = {
      subscriptionId,
      changeId: id,
      planId: toPlanId,
      planName: content.planName,
      effectiveOn,
      reason,
    }
    await this.events.record([
      fact(subscriptionChangeReverted, { kind: 'subscription', id: subscriptionId }, { customerId, data }),
    ])
  }
}

async function refuse(
  subscription: Subscription,
  { stood, leads, invoiceId, timing, toAmount, fromAmount }: SubscriptionChange
): Promise<RevertChangeError['type'] | null> {
  if (subscription.status === 'cancelled' || subscription.planId !== leads.planId) return 'moved_on'
  // The renewal was charged at the new price: how much of it goes back is for a person to say.
  if (timing === 'renewal') return 'moved_on'
  if (subscription.renewsOn !== leads.renewsOn) return 'moved_on'
  // Of hours nothing is given back: all that the invoice asked for is what goes back.
  if (isByHour(stood.interval)) return null
  const invoice = invoiceId ? await findInvoice(invoiceId, null) : null
  const gaveBack = invoice?.lines.some(({ unit_amount }) => unit_amount < 0n) ?? true
  return toAmount < fromAmount || (!gaveBack && fromAmount > 0n) ? 'was_credited' : null
}
