import { intervalUnits } from '#app/shared/time/calendar'
import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { subscriptionStatuses } from '#app/subscriptions/domain/subscription_state'
import type { ListedSubscription } from '#app/subscriptions/queries/list_subscriptions'

export function showSubscription(subscription: ListedSubscription) {
  const { currency } = subscription
  return {
    id: showId('subscription', subscription.id),
    customer_id: showId('customer', subscription.customerId),
    plan: { id: showId('plan', subscription.planId), name: subscription.planName },
    status: subscription.status,
    interval: { unit: subscription.interval.unit, count: subscription.interval.count },
    recurring_amount: toWire({ amount: subscription.recurringAmount, currency }),
    items: subscription.items.map((item) => ({
      kind: item.kind,
      description: item.description,
      quantity: item.quantity,
      unit_amount: toWire({ amount: item.unitAmount, currency }),
      hourly: item.hourly && {
        hour_amount: item.hourly.hourAmount,
        month_at_most: toWire({ amount: item.hourly.monthAtMost, currency }),
      },
    })),
    hours_so_far: showHours(subscription),
    discounts: subscription.discounts.map((discount) => ({
      code: discount.code,
      name: discount.name,
      percent: discount.percent,
      amount: discount.amount === null ? null : toWire({ amount: discount.amount, currency }),
      unit: discount.unit,
      uses_left: discount.usesLeft,
    })),
    announced_price: subscription.announced && {
      amount: toWire({ amount: subscription.announced.amount, currency }),
      hour_amount: subscription.announced.hourAmount,
      from: subscription.announced.from,
    },
    started_on: subscription.startedOn,
    trial_ends_on: subscription.trialEndsOn,
    current_period_starts_on: subscription.currentPeriodStartsOn,
    renews_on: subscription.renewsOn,
    /** The method chosen for it; null: the customer's default one. */
    payment_method_id: subscription.paymentMethodId && showId('paymentMethod', subscription.paymentMethodId),
    is_ending: subscription.cancelAtPeriodEnd,
    ends_on: subscription.endsOn,
    cancel_reason: subscription.cancelReason,
    past_due_since: subscription.pastDueSince,
    suspended_at: subscription.suspendedAt?.toISOString() ?? null,
    cancelled_at: subscription.cancelledAt?.toISOString() ?? null,
    created_at: subscription.createdAt.toISOString(),
  }
}

function showHours({ hoursSoFar, currency }: ListedSubscription) {
  if (!hoursSoFar) return null
  const { period, hours, amount, amountAtEnd } = hoursSoFar
  return {
    starts_on: period.startsOn,
    ends_on: period.endsOn,
    hours: Number(hours),
    amount: toWire({ amount, currency }),
    amount_at_end: toWire({ amount: amountAtEnd, currency }),
  }
}

export type SubscriptionShown = ReturnType<typeof showSubscription>

const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })
const optional = () => vine.string().nullable()

export const subscriptionShape = vine.create({
  id: vine.string(),
  customer_id: vine.string(),
  plan: vine.object({ id: vine.string(), name: vine.string() }),
  status: vine.enum(subscriptionStatuses),
  interval: vine.object({ unit: vine.enum(intervalUnits), count: vine.number() }),
  recurring_amount: moneyShape(),
  items: vine.array(
    vine.object({
      kind: vine.enum(['plan', 'option'] as const),
      description: vine.string(),
      quantity: vine.number(),
      unit_amount: moneyShape(),
      /** What an hour costs (minor units with decimals), and a month at most; null where it is not charged by the hour. */
      hourly: vine.object({ hour_amount: vine.string(), month_at_most: moneyShape() }).nullable(),
    })
  ),
  /** What the hours of the month that runs have come to, with the one under way, without tax and discounts. */
  hours_so_far: vine
    .object({
      starts_on: vine.string(),
      ends_on: vine.string(),
      hours: vine.number(),
      amount: moneyShape(),
      /** If it runs on as it is until the month is over. */
      amount_at_end: moneyShape(),
    })
    .nullable(),
  discounts: vine.array(
    vine.object({
      code: vine.string(),
      name: vine.string(),
      percent: optional(),
      amount: moneyShape().nullable(),
      unit: vine.enum(['period', 'month', 'setup'] as const),
      uses_left: vine.number().nullable(),
    })
  ),
  /** Another price that you were told of, without tax and discounts, and the first day that is charged at it. By the hour its amount is the most of a month. */
  announced_price: vine
    .object({ amount: moneyShape(), hour_amount: optional(), from: vine.string() })
    .nullable(),
  started_on: optional(),
  trial_ends_on: optional(),
  current_period_starts_on: optional(),
  renews_on: optional(),
  payment_method_id: optional(),
  is_ending: vine.boolean(),
  ends_on: optional(),
  cancel_reason: optional(),
  past_due_since: optional(),
  suspended_at: optional(),
  cancelled_at: optional(),
  created_at: vine.string(),
})
