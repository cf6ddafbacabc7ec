import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { BatchItemState, BatchRefusal } from '#app/provisioning/domain/service_batch'
import type { OperationProblem } from '#app/provisioning/domain/operation'
import { findBatch, listBatches, type ServiceBatch } from '#app/provisioning/records/service_batches'

export type BatchCounts = Partial<Record<BatchItemState, number>>

export interface CountedBatch extends ServiceBatch {
  counts: BatchCounts
}

export interface BatchItem {
  /** The service's own: it is in a batch once. */
  id: string
  hostname: string
  customerId: string
  customerName: string
  state: BatchItemState
  reason: BatchRefusal | null
  operationId: string | null
  failure: OperationProblem | null
}

/** What was asked for is done when its operation is; where none was needed it is done at once, and a look when it was looked. */
const stateOf = sql<BatchItemState>`
  case when i.status <> 'asked' then i.status
       when o.status in ('done') then 'done'
       when o.status in ('failed', 'cancelled') then 'failed'
       when o.status = 'waiting' then 'stuck'
       when o.id is not null then 'under_way'
       when b.action = 'look' and coalesce(s.observed_at < i.settled_at, true) then 'under_way'
       else 'done' end`

const items = sql`
  service_batch_items i
  join service_batches b on b.tenant_id = i.tenant_id and b.id = i.batch_id
  join services s on s.tenant_id = i.tenant_id and s.id = i.service_id
  left join operations o on o.tenant_id = i.tenant_id and o.id = i.operation_id`

export function listCountedBatches(page: {
  before: string | null
  size: number
}): Promise<Page<CountedBatch>> {
  return inReadTransaction(async () => {
    const { rows, nextCursor } = toPage(await listBatches({ ...page, size: page.size + 1 }), page.size)
    const counts = await countItems(rows.map(({ id }) => id))
    return { rows: rows.map((batch) => ({ ...batch, counts: counts.get(batch.id) ?? {} })), nextCursor }
  })
}

export function findCountedBatch(id: string): Promise<CountedBatch | null> {
  return inReadTransaction(async () => {
    const batch = await findBatch(id)
    return batch && { ...batch, counts: (await countItems([id])).get(id) ?? {} }
  })
}

async function countItems(ids: readonly string[]): Promise<Map<string, BatchCounts>> {
  const { rows } = await sql<{ id: string; counts: BatchCounts }>`
    select id, jsonb_object_agg(state, count) as counts
      from (select i.batch_id as id, ${stateOf} as state, count(*)::int as count
              from ${items} where i.batch_id = any(${[...ids]}::uuid[]) group by 1, 2) counted
     group by id`.execute(db)
  return new Map(rows.map(({ id, counts }) => [id, counts]))
}

/** What became of each, the latest service first; of one state where asked for. */
export function listBatchItems(of: {
  batchId: string
  state?: BatchItemState
  before: string | null
  size: number
}): Promise<Page<BatchItem>> {
  return inReadTransaction(async () => {
    const conditions: RawBuilder<unknown>[] = [
      sql`i.batch_id = ${of.batchId}`,
      ...(of.state ? [sql`(${stateOf}) = ${of.state}`] : []),
      ...(of.before ? [sql`i.service_id < ${of.before}`] : []),
    ]
    const { rows } = await sql<BatchItem>`
      select s.id, s.hostname, s.customer_id as "customerId", c.name as "customerName", ${stateOf} as state, i.reason, i.operation_id as "operationId",
             o.failure
        from ${items} join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
       where ${sql.join(conditions, sql` and `)} order by i.service_id desc limit ${of.size + 1}`.execute(db)
    return toPage(rows, of.size)
  })
}

/** Those that a second try may help: refused, failed, or never asked. Within the caller's transaction. */
export async function listUndone(batchId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.service_id as id from ${items}
     where i.batch_id = ${batchId} and (${stateOf}) in ('failed', 'skipped', 'stopped') order by i.service_id`.execute(
    db
  )
  return rows.map(({ id }) => id)
}
