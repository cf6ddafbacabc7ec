import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { type CalendarDate, dateIn, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { isResized } from '#app/subscriptions/domain/change'
import { isByHour } from '#app/subscriptions/domain/periods'
import type { Standing } from '#app/subscriptions/domain/standing'
import { standingAtRenewal } from '#app/subscriptions/domain/renewal_standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import {
  type ChangeMove,
  moveChange,
  type SubscriptionChange,
} from '#app/subscriptions/domain/subscription_change'
import { subscriptionChanged } from '#app/subscriptions/events'
import {
  findChangeOwner,
  findContent,
  listBeginning,
  listToBeInvoiced,
  lockChange,
  updateChange,
} from '#app/subscriptions/records/changes'
import { openStretch } from '#app/subscriptions/records/hourly_stretches'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'
import { listStandingItems, writeStanding } from '#app/subscriptions/records/terms'

const perLook = 1_000

/**
 * Takes scheduled changes on: just before the renewal is invoiced its terms become those of the subscription, so that the billing run
 * needs to know nothing of changes; on the day the period begins the service is told to follow.
 */
@inject()
export class AdvanceScheduledChanges {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many were looked at */
  async execute(): Promise<number> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const { invoiced, beginning } = await inReadTransaction(async () => ({
      invoiced: await listToBeInvoiced({ today, limit: perLook }),
      beginning: await listBeginning(today, perLook),
    }))
    const first = await eachAlone(invoiced, (id) => this.withLocked(id, (change, own) => this.agree(change, own, today))) // prettier-ignore
    const second = await eachAlone(beginning, (id) => this.withLocked(id, (change) => this.begin(change)))
    return first + second
  }

  private withLocked(
    id: string,
    run: (change: SubscriptionChange, subscription: Subscription) => Promise<void>
  ): Promise<void> {
    return inTransaction(async () => {
      const owner = await findChangeOwner(id)
      const subscription = owner ? await lockSubscription(owner) : null
      const change = subscription ? await lockChange(id) : null
      if (subscription && change) await run(change, subscription)
    })
  }

  /** Looked at again: its subscription may have been cancelled or stopped while others were seen to. */
  private async agree(
    change: SubscriptionChange,
    subscription: Subscription,
    today: CalendarDate
  ): Promise<void> {
    const { renewsOn, currentPeriodStartsOn, invoiceOn } = subscription
    if (!renewsOn || !currentPeriodStartsOn) return
    const [still] = await listToBeInvoiced({ today, id: change.id, limit: 1 })
    if (!still) return
    const { planId, interval, anchorDay } = subscription
    const items = await listStandingItems(subscription.id)
    const stood = { planId, interval, anchorDay, currentPeriodStartsOn, renewsOn, items }
    const leads = standingAtRenewal(stood, change.leads)
    if (isByHour(leads.interval)) await this.countHours(subscription.id, leads)
    else await writeStanding(subscription.id, leads, invoiceOn)
    await updateChange(change.id, { status: moved(change, 'invoice'), effectiveOn: renewsOn, stood, leads })
  }

  /** From the day on which the paid period ends hours are counted, and invoiced when their month is over. */
  private async countHours(subscriptionId: string, leads: Standing): Promise<void> {
    await writeStanding(subscriptionId, leads, leads.renewsOn)
    await openStretch(subscriptionId, startOfDay(currentTenant().timeZone, leads.currentPeriodStartsOn))
  }

  private async begin(change: SubscriptionChange): Promise<void> {
    if (change.status !== 'invoiced') return
    const { id, subscriptionId, customerId, effectiveOn, toPlanId, content } = change
    const needsResize = isResized((await findContent(subscriptionId)) ?? content, content)
    await updateChange(id, { status: moved(change, 'begin'), appliedAt: this.clock.now() })
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

function moved({ id, status }: SubscriptionChange, move: ChangeMove): SubscriptionChange['status'] {
  const next = moveChange(status, move)
  if (!next.ok) throw new Error(`Change ${id} is ${status}`)
  return next.value
}
