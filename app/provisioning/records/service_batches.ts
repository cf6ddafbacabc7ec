import { type Selectable, sql } from 'kysely'
import type { Actor } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import type { ServiceBatches } from '#app/shared/database/schema'
import type { BatchAction, BatchRefusal, BatchStatus } from '#app/provisioning/domain/service_batch'
import type { StaffHold } from '#app/provisioning/domain/service'

export interface ServiceBatch {
  id: string
  action: BatchAction
  hold: StaffHold | null
  note: string
  status: BatchStatus
  itemCount: number
  /** Who asked for it: what follows from it is done in their name. */
  requestedBy: Pick<Actor, 'kind' | 'id'>
  createdAt: Date
  finishedAt: Date | null
}

export async function findBatch(id: string): Promise<ServiceBatch | null> {
  const row = await db.selectFrom('service_batches').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toBatch(row) : null
}

export async function lockBatch(id: string): Promise<ServiceBatch | null> {
  const query = db.selectFrom('service_batches').selectAll().where('id', '=', id).forNoKeyUpdate()
  const row = await query.executeTakeFirst()
  return row ? toBatch(row) : null
}

/** The newest first. */
export async function listBatches(page: { before: string | null; size: number }): Promise<ServiceBatch[]> {
  let query = db.selectFrom('service_batches').selectAll().orderBy('id', 'desc').limit(page.size)
  if (page.before) query = query.where('id', '<', page.before)
  return (await query.execute()).map(toBatch)
}

export async function listRunningBatches(limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('service_batches')
    .select('id')
    .where('status', '=', 'running')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function insertBatch(batch: ServiceBatch, serviceIds: readonly string[]): Promise<void> {
  await db
    .insertInto('service_batches')
    .values({
      id: batch.id,
      action: batch.action,
      hold: batch.hold,
      note: batch.note,
      status: batch.status,
      item_count: batch.itemCount,
      requested_by_kind: batch.requestedBy.kind,
      requested_by_id: batch.requestedBy.id,
      created_at: batch.createdAt,
      finished_at: batch.finishedAt,
    })
    .execute()
  await sql`
    insert into service_batch_items (batch_id, service_id)
    select ${batch.id}, id from unnest(${[...serviceIds]}::uuid[]) as id`.execute(db)
}

export async function finishBatch(
  id: string,
  end: { status: Exclude<BatchStatus, 'running'>; at: Date }
): Promise<void> {
  await db
    .updateTable('service_batches')
    .set({ status: end.status, finished_at: end.at })
    .where('id', '=', id)
    .execute()
}

/** Those of which nothing was asked yet. */
export async function listWaitingItems(batchId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('service_batch_items')
    .select('service_id')
    .where('batch_id', '=', batchId)
    .where('status', '=', 'waiting')
    .orderBy('service_id')
    .limit(limit)
    .execute()
  return rows.map(({ service_id }) => service_id)
}

/** @returns whether this call has it to itself; another worker may be at it, or have been */
export async function lockWaitingItem(batchId: string, serviceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('service_batch_items')
    .select('service_id')
    .where('batch_id', '=', batchId)
    .where('service_id', '=', serviceId)
    .where('status', '=', 'waiting')
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row !== undefined
}

export type SettledItem =
  { status: 'asked'; operationId: string | null } | { status: 'skipped'; reason: BatchRefusal }

export async function settleItem(
  of: { batchId: string; serviceId: string; at: Date },
  outcome: SettledItem
): Promise<void> {
  await db
    .updateTable('service_batch_items')
    .set({
      status: outcome.status,
      settled_at: of.at,
      reason: outcome.status === 'skipped' ? outcome.reason : null,
      operation_id: outcome.status === 'asked' ? outcome.operationId : null,
    })
    .where('batch_id', '=', of.batchId)
    .where('service_id', '=', of.serviceId)
    .execute()
}

export async function stopWaitingItems(batchId: string, at: Date): Promise<void> {
  await db
    .updateTable('service_batch_items')
    .set({ status: 'stopped', settled_at: at })
    .where('batch_id', '=', batchId)
    .where('status', '=', 'waiting')
    .execute()
}

function toBatch(row: Selectable<ServiceBatches>): ServiceBatch {
  return {
    id: row.id,
    action: row.action as BatchAction,
    hold: row.hold as StaffHold | null,
    note: row.note,
    status: row.status as BatchStatus,
    itemCount: row.item_count,
    requestedBy: { kind: row.requested_by_kind as Actor['kind'], id: row.requested_by_id },
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
