import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CapturePayment, KeepOrderPayment } from '#app/payments/index'
import {
  BeginCollection,
  FindPricingContext,
  type IssuedInvoice,
  type InvoiceItem,
  IssueInvoices,
  readPolicies,
  SettleInvoice,
  toInvoiceItem,
} from '#app/billing/index'
import { BeginSubscriptionDiscounts, BeginTrialDiscounts, type DiscountedItem } from '#app/promotions/index'
import { beginPeriod } from '#app/subscriptions/domain/alignment'
import { discountedItem, firstInvoiceItems } from '#app/subscriptions/domain/ordered_parts'
import { invoiceDay, isByHour, type Period } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { subscriptionActivated } from '#app/subscriptions/events'
import { lockSubscriptionsOfLines } from '#app/subscriptions/records/new_subscriptions'
import { type AcceptedOrder, findAcceptedOrder } from '#app/subscriptions/records/order_lines'
import { openStretch } from '#app/subscriptions/records/hourly_stretches'
import { updateSubscription } from '#app/subscriptions/records/subscriptions'

export type ActivateOrderError = { type: 'order_not_found' | 'nothing_to_activate' }

interface Starting {
  subscription: Subscription
  period: Period
  anchorDay: number
  items: InvoiceItem[]
}

/**
 * Begins the first periods of an order whose services run, all on the same day, and issues the one invoice for them. Tax is that
 * of the quote, so the invoice says what the quote said. The money that the bank holds for the order is taken for it.
 */
@inject()
export class ActivateOrder {
  constructor(
    private clock: Clock,
    private findPricing: FindPricingContext,
    private issueInvoices: IssueInvoices,
    private beginDiscounts: BeginSubscriptionDiscounts,
    private promiseDiscounts: BeginTrialDiscounts,
    private capturePayment: CapturePayment,
    private keepPayment: KeepOrderPayment,
    private settleInvoice: SettleInvoice,
    private beginCollection: BeginCollection,
    private events: EventLog
  ) {}

  execute({ orderId }: { orderId: string }): Promise<Result<IssuedInvoice | null, ActivateOrderError>> {
    return inTransaction(async () => {
      const order = await findAcceptedOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const starting = await this.findStarting(order, today)
      if (starting.length === 0) return err({ type: 'nothing_to_activate' })

      for (const each of starting) await this.begin(each)
      await this.promiseHourly(order, starting)
      const invoice = await this.issue(order, starting, today)
      await this.beginDiscounts.execute({
        orderId,
        invoiceId: invoice?.id ?? null,
        revenue: invoice?.subtotal ?? 0n,
        items: discountedItems(order, starting),
        periodStartsOn: today,
      })
      await this.announce(starting, invoice?.id ?? null)
      if (invoice && invoice.amountDue > 0n) await this.collect(orderId, invoice)
      return ok(invoice)
    })
  }

  private async findStarting(order: AcceptedOrder, today: CalendarDate): Promise<Starting[]> {
    const lines = new Map(
      order.lines.flatMap((line, position) =>
        line.status === 'active' && !line.content.trial ? [[line.id, { ...line, position }] as const] : []
      )
    )
    const subscriptions = await lockSubscriptionsOfLines([...lines.keys()])
    return subscriptions
      .filter(({ status }) => status === 'pending')
      .map((subscription) => {
        const { content, position } = lines.get(subscription.orderLineId!)!
        const { period, anchorDay } = beginPeriod(subscription.interval, today, content.firstPeriod)
        const items = firstInvoiceItems(content, { subscriptionId: subscription.id, period, position })
        return { subscription, period, anchorDay, items }
      })
  }

  private async begin({ subscription, period, anchorDay }: Starting): Promise<void> {
    const move = moveSubscription(subscription.status, 'activate')
    if (!move.ok) throw new Error(`Subscription ${subscription.id} is ${subscription.status}`)
    const terms = readPolicies(currentTenant().policies)
    await updateSubscription(subscription.id, {
      status: move.value,
      startedOn: period.startsOn,
      anchorDay,
      currentPeriodStartsOn: period.startsOn,
      renewsOn: period.endsOn,
      invoiceOn: invoiceDay(period.endsOn, subscription.interval, terms),
    })
    if (isByHour(subscription.interval)) await openStretch(subscription.id, this.clock.now())
  }

  /** By the hour nothing is invoiced at first: what its order agreed to is used from its first month on. */
  private async promiseHourly(order: AcceptedOrder, starting: Starting[]): Promise<void> {
    const items = order.lines.map(({ content }) => discountedItem(content))
    for (const { subscription } of starting) {
      if (!isByHour(subscription.interval)) continue
      const index = order.lines.findIndex(({ id }) => id === subscription.orderLineId)
      await this.promiseDiscounts.execute({
        orderId: order.id,
        subscriptionId: subscription.id,
        items,
        index,
      })
    }
  }

  private async issue(
    order: AcceptedOrder,
    starting: Starting[],
    today: CalendarDate
  ): Promise<IssuedInvoice | null> {
    const items = [...starting.flatMap((each) => each.items), ...order.oneOffs.map(toInvoiceItem)]
    if (items.length === 0) return null
    const pricing = order.quotedPricing ?? (await this.findPricing.execute(quoteTerms(order)))
    const [invoice] = await this.issueInvoices.execute([
      {
        id: newId(),
        customerId: order.customerId,
        kind: 'order',
        orderId: order.id,
        dueOn: today,
        pricing,
        items,
        isCollected: false,
      },
    ])
    return invoice!
  }

  /**
   * Takes the money that the bank holds for the order, or applies what was taken for it already. Where there is neither (the authorisation ran out meanwhile), the invoice is
   * paid from the balance and collected like any other.
   */
  private async collect(orderId: string, { id, customerId, amountDue }: IssuedInvoice): Promise<void> {
    const captured = await this.capturePayment.execute({ orderId, invoiceId: id, amount: amountDue })
    if (captured.ok) return
    for (const { id: paymentId, capturedAmount } of await this.keepPayment.forInvoice({
      orderId,
      invoiceId: id,
    }))
      await this.settleInvoice.execute({ invoiceId: id, paymentId, amount: capturedAmount })
    await this.beginCollection.execute({ invoiceId: id, customerId })
  }

  private async announce(starting: Starting[], invoiceId: string | null): Promise<void> {
    await this.events.record(
      starting.map(({ subscription: { id, customerId }, period }) =>
        fact(
          subscriptionActivated,
          { kind: 'subscription', id },
          {
            customerId,
            data: { subscriptionId: id, startsOn: period.startsOn, renewsOn: period.endsOn, invoiceId },
          }
        )
      )
    )
  }
}

/** Every item of the order as coupons look at it, with the subscription whose first period its invoice pays for. */
function discountedItems(
  order: AcceptedOrder,
  starting: Starting[]
): (DiscountedItem & { subscriptionId: string | null })[] {
  const invoiced = starting.filter(({ subscription }) => !isByHour(subscription.interval))
  const subscriptions = new Map(invoiced.map(({ subscription: { id, orderLineId } }) => [orderLineId, id]))
  return order.lines.map(({ id, content }) => ({
    ...discountedItem(content),
    subscriptionId: subscriptions.get(id) ?? null,
  }))
}

/** Country and day of the quote, for an order whose lines do not say how they were taxed. */
function quoteTerms({ currency, taxCountry, quotedAt }: AcceptedOrder) {
  return { currency, country: taxCountry, on: dateIn(currentTenant().timeZone, quotedAt) }
}
