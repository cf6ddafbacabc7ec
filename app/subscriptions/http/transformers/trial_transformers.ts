import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { trialStatuses } from '#app/subscriptions/domain/trial'
import type { ListedTrial, TrialReport } from '#app/subscriptions/queries/list_trials'

export function showTrial(trial: ListedTrial) {
  return {
    id: showId('trial', trial.id),
    customer_id: showId('customer', trial.customerId),
    customer_name: trial.customerName,
    order_id: showId('order', trial.orderId),
    subscription_id: trial.subscriptionId && showId('subscription', trial.subscriptionId),
    service_id: trial.serviceId && showId('service', trial.serviceId),
    plan_name: trial.planName,
    status: trial.status,
    days: trial.days,
    needs_payment_method: trial.needsMethod,
    starts_on: trial.startsOn,
    ends_on: trial.endsOn,
    end_reason: trial.endReason,
    first_total: toWire({ amount: trial.firstTotal, currency: trial.currency }),
    created_at: trial.createdAt.toISOString(),
    closed_at: trial.closedAt?.toISOString() ?? null,
  }
}

export function showTrialReport({ counts, conversionPercent }: TrialReport) {
  return { ...counts, conversion_percent: conversionPercent }
}

const optional = () => vine.string().nullable()

export const trialShape = vine.create({
  id: vine.string(),
  customer_id: vine.string(),
  customer_name: vine.string(),
  order_id: vine.string(),
  subscription_id: optional(),
  service_id: optional(),
  plan_name: vine.string(),
  status: vine.enum(trialStatuses),
  days: vine.number(),
  needs_payment_method: vine.boolean(),
  starts_on: optional(),
  ends_on: optional(),
  end_reason: optional(),
  first_total: vine.object({ amount: vine.string(), currency: vine.string() }),
  created_at: vine.string(),
  closed_at: optional(),
})

export const trialReportShape = vine.create({
  claimed: vine.number(),
  running: vine.number(),
  converted: vine.number(),
  ended: vine.number(),
  given_back: vine.number(),
  conversion_percent: optional(),
})
