import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { money, toWire } from '#app/shared/money/money'
import { costKinds, type CostKind, type Margin } from '#app/provisioning/domain/margin'
import type { ServiceMove } from '#app/provisioning/records/service_moves'
import type { NamedCost } from '#app/provisioning/queries/list_costs'
import type { ServiceMargin } from '#app/provisioning/queries/list_margins'
import type { PlanMargin } from '#app/provisioning/queries/sum_margins'

/** That a service stands somewhere else since then. */
export function showMove(move: ServiceMove) {
  return {
    id: showId('serviceMove', move.id),
    from_panel_id: showId('panel', move.fromPanelId),
    to_panel_id: showId('panel', move.toPanelId),
    from_reference: move.fromReference,
    to_reference: move.toReference,
    to_node: move.toNode,
    note: move.note,
    moved_by: move.movedBy ? showId('user', move.movedBy) : null,
    moved_at: move.movedAt.toISOString(),
  }
}

export const moveShape = vine.create({
  id: vine.string(),
  from_panel_id: vine.string(),
  to_panel_id: vine.string(),
  from_reference: vine.string(),
  to_reference: vine.string(),
  to_node: vine.string().nullable(),
  note: vine.string(),
  moved_by: vine.string().nullable(),
  moved_at: vine.string(),
})

export const targetIdKinds = {
  panel: 'panel',
  plan: 'plan',
  address: 'addressPool',
} as const satisfies Record<CostKind, string>

export function showCost(cost: NamedCost) {
  return {
    id: showId('upstreamCost', cost.id),
    kind: cost.kind,
    target_id: showId(targetIdKinds[cost.kind], cost.targetId),
    target_name: cost.targetName,
    amount: toWire(money(cost.amount, cost.currency)),
    valid_from: cost.validFrom,
    valid_until: cost.validUntil,
    note: cost.note,
  }
}

const wireMoney = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const costShape = vine.create({
  id: vine.string(),
  kind: vine.enum(costKinds),
  target_id: vine.string(),
  target_name: vine.string(),
  amount: wireMoney(),
  valid_from: vine.string(),
  valid_until: vine.string().nullable(),
  note: vine.string(),
})

/** What a service brings in a month, what it costs, and what is left, where that can be said. */
export function showMargin({ revenue, currency, shares, margin, reason }: Margin) {
  return {
    revenue: toWire(money(revenue, currency)),
    costs: shares.map((share) => ({ kind: share.kind, amount: toWire(money(share.amount, share.currency)) })),
    margin: margin === null ? null : toWire(money(margin, currency)),
    reason,
  }
}

const marginFields = {
  revenue: wireMoney(),
  costs: vine.array(vine.object({ kind: vine.enum(costKinds), amount: wireMoney() })),
  margin: wireMoney().nullable(),
  reason: vine.enum(['no_costs', 'other_currency'] as const).nullable(),
}
export const marginShape = vine.create(marginFields)

/** The same as a row among others, with whose service it is and where it stands. */
export function showServiceMargin({ service, margin }: ServiceMargin) {
  return {
    service_id: showId('service', service.id),
    hostname: service.hostname,
    customer: { id: showId('customer', service.customer_id), name: service.customer_name },
    plan: { id: showId('plan', service.plan_id), name: service.plan },
    panel: { id: showId('panel', service.panel_id), name: service.panel },
    ...showMargin(margin),
  }
}

const named = () => vine.object({ id: vine.string(), name: vine.string() })

export const serviceMarginShape = vine.create({
  service_id: vine.string(),
  hostname: vine.string(),
  customer: named(),
  plan: named(),
  panel: named(),
  ...marginFields,
})

/** What a plan brings, costs and leaves in a month; services of which that cannot be said are counted and left out of the sums. */
export function showPlanMargin({ planId, plan, currency, revenue, costs, margin, ...counts }: PlanMargin) {
  return {
    plan: { id: showId('plan', planId), name: plan },
    service_count: counts.count,
    unknown_count: counts.unknownCount,
    loss_count: counts.lossCount,
    revenue: toWire(money(revenue, currency)),
    costs: toWire(money(costs, currency)),
    margin: toWire(money(margin, currency)),
  }
}

/** All plans at once: there are as many as a catalogue has. */
export const marginSummaryShape = vine.create({
  plans: vine.array(
    vine.object({
      plan: named(),
      service_count: vine.number(),
      unknown_count: vine.number(),
      loss_count: vine.number(),
      revenue: wireMoney(),
      costs: wireMoney(),
      margin: wireMoney(),
    })
  ),
})
