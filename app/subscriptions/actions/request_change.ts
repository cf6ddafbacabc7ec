import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  CollectAtOnce,
  CreditInvoice,
  IssueInvoices,
  lockPayingInvoices,
  readPolicies,
} from '#app/billing/index'
import { ChangeHourlySubscription } from '#app/subscriptions/actions/change_hourly_subscription'
import type { ServiceLimits } from '#app/subscriptions/domain/change'
import { isByHour } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import type { SubscriptionChange } from '#app/subscriptions/domain/subscription_change'
import { subscriptionChangeRequested, subscriptionChangeScheduled } from '#app/subscriptions/events'
import {
  type ChangeError,
  type ChangeWish,
  PrepareChange,
  type PreparedChange,
} from '#app/subscriptions/queries/prepare_change'
import { findOpenChange, insertChange } from '#app/subscriptions/records/changes'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'

export interface RequestChangeInput {
  subscriptionId: string
  wish: ChangeWish
  service: ServiceLimits | null
  /** What the preview said is to be paid now, in minor units; negative: what goes to the balance. */
  expectedTotal: bigint
  /** What it said of one interval after, with its tax; absent: whoever asks was shown none. */
  expectedNext?: bigint | null
  /** Whether whoever asks may spend the customer's money. Otherwise what is to be paid waits for somebody who may. */
  mayPay: boolean
}

export type RequestChangeError =
  | ChangeError
  | { type: 'subscription_not_found' }
  | { type: 'amount_differs' | 'next_amount_differs'; total: bigint; currency: string }

/**
 * Changes a subscription as its customer was shown: with the renewal, or at once on an invoice that is collected right away, or that
 * waits for somebody who may pay it; the change itself takes place when that is paid. When an amount, now or after, is not what was
 * shown any more nothing happens, and the answer is the new amount. The same wish while it is under way is the same change.
 */
@inject()
export class RequestChange {
  constructor(
    private clock: Clock,
    private prepareChange: PrepareChange,
    private issueInvoices: IssueInvoices,
    private creditInvoice: CreditInvoice,
    private changeHourly: ChangeHourlySubscription,
    private collectAtOnce: CollectAtOnce,
    private events: EventLog
  ) {}

  execute(input: RequestChangeInput): Promise<Result<SubscriptionChange, RequestChangeError>> {
    return inTransaction(async () => {
      const subscription = await lockSubscription(input.subscriptionId)
      if (!subscription) return err({ type: 'subscription_not_found' })
      const same = await findSame(input)
      if (same) return ok(same)
      // Nobody credits what is given back here at the same time.
      await lockPayingInvoices(subscription.id, dateIn(currentTenant().timeZone, this.clock.now()))
      const prepared = await this.prepareChange.execute({ ...input, subscription })
      if (!prepared.ok) return prepared
      const differs = compare(input, prepared.value)
      if (differs) return err({ ...differs, currency: subscription.currency })
      return this.carryOn(subscription, prepared.value, input)
    })
  }

  private async carryOn(
    subscription: Subscription,
    prepared: PreparedChange,
    { mayPay }: RequestChangeInput
  ): Promise<Result<SubscriptionChange, RequestChangeError>> {
    const change = this.toChange(subscription, prepared)
    if (isByHour(subscription.interval) && isByHour(change.leads.interval))
      return this.changeHourly.execute(subscription, change)
    for (const { invoiceId, wish } of prepared.credits) {
      const note = await this.creditInvoice.execute({ invoiceId, wish, reason: 'change' })
      if (!note.ok) return err({ type: 'payment_under_way' })
    }
    const isCollected = mayPay || prepared.total <= 0n
    if (change.timing === 'now') await this.issue(change, prepared, { isCollected })
    if (!(await insertChange(change))) throw new Error(`Subscription ${subscription.id} is changing already`)
    await this.announce(change)
    const { invoiceId, customerId } = change
    if (isCollected && invoiceId && prepared.document!.total > 0n)
      await this.collectAtOnce.execute({ invoiceId, customerId })
    return ok(change)
  }

  private toChange(subscription: Subscription, { plan, wanted }: PreparedChange): SubscriptionChange {
    const { timeZone, policies } = currentTenant()
    const now = this.clock.now()
    const isNow = plan.timing === 'now'
    const { changePaymentDays } = readPolicies(policies)
    return {
      id: newId(),
      subscriptionId: subscription.id,
      customerId: subscription.customerId,
      status: isNow ? 'awaiting_payment' : 'scheduled',
      timing: plan.timing,
      effectiveOn: plan.effectiveOn,
      currency: subscription.currency,
      fromPlanId: subscription.planId,
      toPlanId: wanted.planId,
      fromAmount: plan.fromAmount,
      toAmount: plan.toAmount,
      content: wanted,
      stood: plan.stood,
      leads: plan.leads,
      invoiceId: isNow ? newId() : null,
      lapsesOn: isNow
        ? lapseDay(dateIn(timeZone, now), { changePaymentDays, invoiceOn: subscription.invoiceOn })
        : null,
      requestedAt: now,
      appliedAt: null,
      finishedAt: null,
      finishReason: null,
    }
  }

  private async issue(
    change: SubscriptionChange,
    { plan, pricing, credits }: PreparedChange,
    { isCollected }: { isCollected: boolean }
  ): Promise<void> {
    await this.issueInvoices.execute([
      {
        id: change.invoiceId!,
        customerId: change.customerId,
        kind: 'change',
        orderId: null,
        // Overdue only when it has lapsed: an unpaid wish never stops a service that is paid for.
        dueOn: addDays(change.lapsesOn!, -1),
        pricing,
        items: credits.length > 0 ? plan.items.slice(plan.givenBack.length) : plan.items,
        isCollected,
      },
    ])
  }

  private async announce(change: SubscriptionChange): Promise<void> {
    const { id, subscriptionId, customerId, effectiveOn, toPlanId, content, invoiceId, lapsesOn } = change
    const data = { subscriptionId, changeId: id, planId: toPlanId, planName: content.planName, effectiveOn }
    const subject = { kind: 'subscription', id: subscriptionId }
    await this.events.record([
      invoiceId && lapsesOn
        ? fact(subscriptionChangeRequested, subject, { customerId, data: { ...data, invoiceId, lapsesOn } })
        : fact(subscriptionChangeScheduled, subject, { customerId, data }),
    ])
  }
}

function compare(
  { expectedTotal, expectedNext }: RequestChangeInput,
  { total, renewal }: PreparedChange
): { type: 'amount_differs' | 'next_amount_differs'; total: bigint } | null {
  if (total !== expectedTotal) return { type: 'amount_differs', total }
  const isOther = expectedNext !== undefined && expectedNext !== null && expectedNext !== renewal.total
  return isOther ? { type: 'next_amount_differs', total: renewal.total } : null
}

/** An unpaid change never outlives the day on which the next period is invoiced: that invoice must know what it is for. */
function lapseDay(
  today: CalendarDate,
  { changePaymentDays, invoiceOn }: { changePaymentDays: number; invoiceOn: CalendarDate | null }
): CalendarDate {
  const latest = addDays(today, changePaymentDays)
  return invoiceOn && invoiceOn < latest ? invoiceOn : latest
}

/** A second click, or a second tab. */
async function findSame({ subscriptionId, wish }: RequestChangeInput): Promise<SubscriptionChange | null> {
  const open = await findOpenChange(subscriptionId)
  if (!open || open.status === 'invoiced') return null
  const { content } = open
  const { planId = open.fromPlanId, interval = open.stood.interval, options = {} } = wish
  const isSame =
    content.planId === planId &&
    content.intervalUnit === interval.unit &&
    content.intervalCount === interval.count &&
    Object.entries(options).every(([code, value]) => content.options[code] === value)
  return isSame ? open : null
}
