import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { BatchPreview } from '#app/provisioning/actions/start_batch'
import {
  batchActions,
  batchItemStates,
  batchRefusals,
  batchStatuses,
  hurts,
} from '#app/provisioning/domain/service_batch'
import { staffHolds } from '#app/provisioning/domain/service'
import type { BatchItem, CountedBatch } from '#app/provisioning/queries/read_batches'

/** One thing done to many services, and how far it is with them. */
export function showBatch({ counts, ...batch }: CountedBatch) {
  return {
    id: showId('serviceBatch', batch.id),
    action: batch.action,
    hold: batch.hold,
    note: batch.note,
    status: batch.status,
    count: batch.itemCount,
    counts: Object.fromEntries(batchItemStates.map((state) => [state, counts[state] ?? 0])) as Record<
      (typeof batchItemStates)[number],
      number
    >,
    created_at: batch.createdAt.toISOString(),
    finished_at: batch.finishedAt?.toISOString() ?? null,
  }
}

export const batchShape = vine.create({
  id: vine.string(),
  action: vine.enum(batchActions),
  hold: vine.enum(staffHolds).nullable(),
  note: vine.string(),
  status: vine.enum(batchStatuses),
  count: vine.number(),
  counts: vine.object({
    waiting: vine.number(),
    under_way: vine.number(),
    stuck: vine.number(),
    done: vine.number(),
    failed: vine.number(),
    skipped: vine.number(),
    stopped: vine.number(),
  }),
  created_at: vine.string(),
  finished_at: vine.string().nullable(),
})

/** What became of one of them. `problem`: what its operation said. */
export function showBatchItem(item: BatchItem) {
  return {
    service: { id: showId('service', item.id), hostname: item.hostname },
    customer: { id: showId('customer', item.customerId), name: item.customerName },
    state: item.state,
    reason: item.reason,
    operation_id: item.operationId && showId('operation', item.operationId),
    problem: item.state === 'failed' || item.state === 'stuck' ? (item.failure?.message ?? null) : null,
  }
}

const named = () => vine.object({ id: vine.string(), name: vine.string() })

export const batchItemShape = vine.create({
  service: vine.object({ id: vine.string(), hostname: vine.string() }),
  customer: named(),
  state: vine.enum(batchItemStates),
  reason: vine.enum(batchRefusals).nullable(),
  operation_id: vine.string().nullable(),
  problem: vine.string().nullable(),
})

const shownMax = 50

/** What would be done. Of many the first ones are named; the counts are of all. */
export function showBatchPreview(
  { count, able, refused }: BatchPreview,
  action: (typeof batchActions)[number]
) {
  const reasons = Map.groupBy(refused, ({ reason }) => reason)
  return {
    count,
    able_count: able.length,
    hurts: hurts(action),
    able: able.slice(0, shownMax).map(({ id, hostname, customerName }) => ({
      id: showId('service', id),
      hostname,
      customer: customerName,
    })),
    refused: [...reasons].map(([reason, services]) => ({
      reason,
      count: services.length,
      services: services.slice(0, shownMax).map(({ service }) => service.hostname),
    })),
  }
}

export const batchPreviewShape = vine.create({
  count: vine.number(),
  able_count: vine.number(),
  hurts: vine.boolean(),
  able: vine.array(vine.object({ id: vine.string(), hostname: vine.string(), customer: vine.string() })),
  refused: vine.array(
    vine.object({
      reason: vine.enum(batchRefusals),
      count: vine.number(),
      services: vine.array(vine.string()),
    })
  ),
})
