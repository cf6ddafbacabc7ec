import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import {
  driftKinds,
  driftRefusals,
  driftRepairs,
  driftStatuses,
  hurtsDrift,
  repairsFor,
} from '#app/provisioning/domain/drift'
import type { JudgedDrift } from '#app/provisioning/actions/settle_drifts'
import { findPanelDriver } from '#app/provisioning/drivers/registry'
import type { DriftSum, ListedDrift } from '#app/provisioning/queries/list_drifts'
import type { ComparisonRow } from '#app/provisioning/records/comparisons'

/** A difference between a panel and what is sold, with what it is worth and what can be done. */
export function showDrift(drift: ListedDrift) {
  const { monthlyAmount, currency } = drift
  const repairs = drift.driver
    ? repairsFor({ ...drift, capabilities: findPanelDriver(drift.driver).capabilities })
    : []
  return {
    id: showId('drift', drift.id),
    panel: { id: showId('panel', drift.panelId), name: drift.panelName, driver: drift.driver },
    kind: drift.kind,
    reference: drift.reference,
    name: drift.name,
    service: drift.serviceId
      ? { id: showId('service', drift.serviceId), hostname: drift.hostname ?? '' }
      : null,
    customer: drift.customer && {
      id: showId('customer', drift.customer.id),
      name: drift.customer.name,
    },
    differences: Object.entries(drift.differences).map(([name, { sold, found }]) => ({
      name,
      sold: sold === undefined || sold === null ? null : String(sold),
      found: found === undefined || found === null ? null : String(found),
    })),
    monthly: monthlyAmount !== null && currency ? toWire({ amount: monthlyAmount, currency }) : null,
    status: drift.status,
    repairs,
    repair: drift.repair,
    error: drift.error,
    note: drift.note,
    first_seen_at: drift.firstSeenAt.toISOString(),
    last_seen_at: drift.lastSeenAt.toISOString(),
    settled_at: drift.settledAt?.toISOString() ?? null,
  }
}

const text = () => vine.string().nullable()
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const driftShape = vine.create({
  id: vine.string(),
  panel: vine.object({ id: vine.string(), name: vine.string(), driver: vine.string() }),
  kind: vine.enum(driftKinds),
  reference: vine.string(),
  name: vine.string(),
  service: vine.object({ id: vine.string(), hostname: vine.string() }).nullable(),
  customer: vine.object({ id: vine.string(), name: vine.string() }).nullable(),
  differences: vine.array(vine.object({ name: vine.string(), sold: text(), found: text() })),
  monthly: money().nullable(),
  status: vine.enum(driftStatuses),
  repairs: vine.array(vine.enum(driftRepairs)),
  repair: vine.enum(driftRepairs).nullable(),
  error: text(),
  note: text(),
  first_seen_at: vine.string(),
  last_seen_at: vine.string(),
  settled_at: text(),
})

/** Names of so many stand in a preview. */
const namedMax = 100

/** What would be done with how many, what that is worth in a month, and how many are left out and why. */
export function showDriftPreview(judged: JudgedDrift[]) {
  const able = judged.filter(({ repair }) => repair !== null)
  const leftOut = judged.filter(({ refusal }) => refusal !== null)
  return {
    count: judged.length,
    able_count: able.length,
    hurts: able.some(({ repair }) => hurtsDrift(repair!)),
    monthly: worthOf(able),
    able: [...Map.groupBy(able, ({ repair }) => repair!)].map(([repair, group]) => ({
      repair,
      count: group.length,
      monthly: worthOf(group),
      names: group.slice(0, namedMax).map(({ drift }) => drift.name || drift.reference),
    })),
    left_out: [...Map.groupBy(leftOut, ({ refusal }) => refusal!)].map(([reason, group]) => ({
      reason,
      count: group.length,
    })),
  }
}

function worthOf(judged: JudgedDrift[]) {
  const sums = new Map<string, bigint>()
  for (const {
    drift: { currency, monthlyAmount },
  } of judged) {
    if (currency) sums.set(currency, (sums.get(currency) ?? 0n) + monthlyAmount!)
  }
  return [...sums].map(([currency, amount]) => toWire({ amount, currency }))
}

export const driftPreviewShape = vine.create({
  count: vine.number(),
  able_count: vine.number(),
  /** Whether something is removed or ended by it. */
  hurts: vine.boolean(),
  monthly: vine.array(money()),
  able: vine.array(
    vine.object({
      repair: vine.enum(driftRepairs),
      count: vine.number(),
      monthly: vine.array(money()),
      names: vine.array(vine.string()),
    })
  ),
  left_out: vine.array(vine.object({ reason: vine.enum(driftRefusals), count: vine.number() })),
})

/** How one panel stands: when it was compared last, what is open, and what that is worth in a month. */
export function showPanelDrift(
  panel: { id: string; name: string; driver: string },
  { sums, comparisons }: { sums: DriftSum[]; comparisons: ComparisonRow[] }
) {
  const run = comparisons.find(({ panelId }) => panelId === panel.id) ?? null
  return {
    panel: { id: showId('panel', panel.id), name: panel.name, driver: panel.driver },
    comparison: run && {
      status: run.status,
      listed_count: run.listedCount,
      error: run.error,
      started_at: run.startedAt.toISOString(),
      finished_at: run.finishedAt?.toISOString() ?? null,
    },
    open: sums
      .filter(({ panelId }) => panelId === panel.id)
      .map(({ kind, count, amounts }) => ({
        kind,
        count,
        monthly: Object.entries(amounts).map(([currency, amount]) =>
          toWire({ amount: BigInt(amount), currency })
        ),
      })),
  }
}

export const panelDriftShape = vine.create({
  panel: vine.object({ id: vine.string(), name: vine.string(), driver: vine.string() }),
  comparison: vine
    .object({
      status: vine.enum(['running', 'done', 'failed'] as const),
      listed_count: vine.number(),
      error: text(),
      started_at: vine.string(),
      finished_at: text(),
    })
    .nullable(),
  open: vine.array(
    vine.object({ kind: vine.enum(driftKinds), count: vine.number(), monthly: vine.array(money()) })
  ),
})

export const comparisonBegunShape = vine.create({ is_new: vine.boolean() })
