import vine from '@vinejs/vine'
import { showSpec, specShape } from '#app/catalogue/index'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { intervalUnits } from '#app/shared/time/calendar'
import type { InvoiceItem, PricedLine } from '#app/billing/index'
import { changeStatuses } from '#app/subscriptions/domain/subscription_change'
import type { ChangeSeen } from '#app/subscriptions/queries/find_change'
import type { PreparedChange } from '#app/subscriptions/queries/prepare_change'

/** A change of a subscription, under way or over. */
export function showChange(change: ChangeSeen) {
  const { currency } = change
  const wire = (amount: bigint) => toWire({ amount, currency })
  const { intervalUnit: unit, intervalCount: count } = change.content
  return {
    id: showId('subscriptionChange', change.id),
    subscription_id: showId('subscription', change.subscriptionId),
    status: change.status,
    timing: change.timing,
    effective_on: change.effectiveOn,
    from: {
      plan: { id: showId('plan', change.fromPlanId), name: change.fromPlanName },
      interval: change.stood.interval,
      recurring_amount: wire(change.fromAmount),
    },
    to: {
      plan: { id: showId('plan', change.toPlanId), name: change.toPlanName },
      interval: { unit, count },
      recurring_amount: wire(change.toAmount),
      choices: change.content.choices,
    },
    invoice_id: change.invoiceId && showId('invoice', change.invoiceId),
    lapses_on: change.lapsesOn,
    can_be_withdrawn: change.status === 'awaiting_payment' || change.status === 'scheduled',
    requested_at: change.requestedAt.toISOString(),
    applied_at: change.appliedAt?.toISOString() ?? null,
    finished_at: change.finishedAt?.toISOString() ?? null,
    finish_reason: change.finishReason,
  }
}

/** What a change would mean, before anything is written, to somebody who may pay for it or only ask. */
export function showPreparedChange(
  { plan, wanted, document, renewal, total, credits }: PreparedChange,
  { mayPay }: { mayPay: boolean }
) {
  const { currency } = renewal
  const wire = (amount: bigint) => toWire({ amount, currency })
  return {
    timing: plan.timing,
    direction: plan.direction,
    effective_on: plan.effectiveOn,
    total: wire(total),
    waits_for_payer: total > 0n && !mayPay,
    subtotal: wire(document?.subtotal ?? 0n),
    tax_total: wire(document?.taxTotal ?? 0n),
    given_back: wire(credits.length > 0 ? (document?.total ?? 0n) - total : 0n),
    lines: (document?.lines ?? []).map((line) => showLine(line, currency)),
    from: { recurring_amount: wire(plan.fromAmount), interval: plan.stood.interval },
    to: { recurring_amount: wire(plan.toAmount), interval: plan.leads.interval },
    next: {
      renews_on: plan.leads.renewsOn,
      subtotal: wire(renewal.subtotal),
      tax_total: wire(renewal.taxTotal),
      total: wire(renewal.total),
    },
    plan: { id: showId('plan', wanted.planId), name: wanted.planName },
    choices: wanted.choices,
    spec: showSpec(wanted.spec),
  }
}

function showLine(line: PricedLine<InvoiceItem>, currency: string) {
  return {
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    unit_amount: toWire({ amount: line.unitAmount, currency }),
    amount: toWire({ amount: line.amount, currency }),
    tax_name: line.taxName,
    tax_percent: line.taxPercent,
    tax_amount: toWire({ amount: line.taxAmount, currency }),
    period: line.period && { starts_on: line.period.startsOn, ends_on: line.period.endsOn },
    explanation: line.explanation,
  }
}

const text = () => vine.string().nullable()
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const interval = () => vine.object({ unit: vine.enum(intervalUnits), count: vine.number() })
const named = () => vine.object({ id: vine.string(), name: vine.string() })
const choices = () => vine.array(vine.object({ label: vine.string(), value: vine.string() }))

export const changeShape = vine.create({
  id: vine.string(),
  subscription_id: vine.string(),
  status: vine.enum(changeStatuses),
  timing: vine.enum(['now', 'renewal'] as const),
  effective_on: vine.string(),
  from: vine.object({ plan: named(), interval: interval(), recurring_amount: money() }),
  to: vine.object({ plan: named(), interval: interval(), recurring_amount: money(), choices: choices() }),
  invoice_id: text(),
  lapses_on: text(),
  can_be_withdrawn: vine.boolean(),
  requested_at: vine.string(),
  applied_at: text(),
  finished_at: text(),
  finish_reason: text(),
})

export const preparedChangeShape = vine.create({
  timing: vine.enum(['now', 'renewal'] as const),
  direction: vine.enum(['upgrade', 'downgrade'] as const),
  effective_on: vine.string(),
  total: money(),
  /** Whether its invoice would wait for somebody who may pay, because whoever asks may not. */
  waits_for_payer: vine.boolean(),
  subtotal: money(),
  tax_total: money(),
  given_back: money(),
  lines: vine.array(
    vine.object({
      kind: vine.enum(['plan', 'option', 'change'] as const),
      description: vine.string(),
      quantity: vine.number(),
      unit_amount: money(),
      amount: money(),
      tax_name: text(),
      tax_percent: vine.string(),
      tax_amount: money(),
      period: vine.object({ starts_on: vine.string(), ends_on: vine.string() }).nullable(),
      explanation: vine.any(),
    })
  ),
  from: vine.object({ recurring_amount: money(), interval: interval() }),
  to: vine.object({ recurring_amount: money(), interval: interval() }),
  next: vine.object({ renews_on: vine.string(), subtotal: money(), tax_total: money(), total: money() }),
  plan: named(),
  choices: choices(),
  spec: specShape(),
})
