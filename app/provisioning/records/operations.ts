import { sql, type Selectable, type Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Operations } from '#app/shared/database/schema'
import type { PowerState } from '#app/provisioning/domain/service'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import type { Approval } from '#app/provisioning/domain/approval'
import type { OperationKind, OperationProblem, OperationStatus } from '#app/provisioning/domain/operation'

export interface OperationInput {
  power?: 'boot' | 'shutdown' | 'restart' | 'poweroff'
  /** How it stood when it was to be suspended. */
  powerBefore?: PowerState | null
  template?: string
  /** Keys that the new system is to accept, as they were when it was asked for. */
  sshKeys?: { name: string; publicKey: string }[]
  planId?: string
  /** Sizes to change to, as they stood when the change was asked for. */
  spec?: ServiceSpec
  orderLineId?: string | null
  /** The change of its subscription that this work carries out. */
  changeId?: string
  reason?: string
  /** Whether staff have to agree before anything is done, and what they decided. */
  approval?: Approval
  approvalNote?: string
}

export interface OperationRow {
  id: string
  serviceId: string
  customerId: string
  kind: OperationKind
  status: OperationStatus
  input: OperationInput
  requestedByKind: string
  requestedById: string | null
  idempotencyKey: string | null
  attempts: number
  nextAttemptAt: Date | null
  leasedUntil: Date | null
  failure: OperationProblem | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

export type OperationChanges = Partial<
  Pick<
    OperationRow,
    'status' | 'attempts' | 'nextAttemptAt' | 'leasedUntil' | 'failure' | 'startedAt' | 'finishedAt' | 'input'
  >
>

const openStatuses: OperationStatus[] = ['queued', 'running', 'waiting']

export async function findOperation(id: string): Promise<OperationRow | null> {
  const row = await db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toOperation(row) : null
}

/** Locks the service first and the operation then, always in this order: what is queued on a service waits on both. */
export async function lockOperation(id: string): Promise<OperationRow | null> {
  await db
    .selectFrom('services')
    .select('id')
    .where('id', '=', (eb) => eb.selectFrom('operations').select('service_id').where('id', '=', id))
    .forNoKeyUpdate()
    .execute()
  const row = await db
    .selectFrom('operations')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toOperation(row) : null
}

/** Work on a service that has not ended, oldest first. */
export async function listOpenOperations(serviceId: string): Promise<OperationRow[]> {
  const rows = await db
    .selectFrom('operations')
    .selectAll()
    .where('service_id', '=', serviceId)
    .where('status', 'in', openStatuses)
    .orderBy('id')
    .execute()
  return rows.map(toOperation)
}

export async function findOperationByKey(key: {
  serviceId: string
  idempotencyKey: string
}): Promise<OperationRow | null> {
  const row = await db
    .selectFrom('operations')
    .selectAll()
    .where('service_id', '=', key.serviceId)
    .where('idempotency_key', '=', key.idempotencyKey)
    .executeTakeFirst()
  return row ? toOperation(row) : null
}

/** What the last work of a kind on a service was asked with. */
export async function findLastInput(serviceId: string, kind: OperationKind): Promise<OperationInput | null> {
  const row = await db
    .selectFrom('operations')
    .select('input')
    .where('service_id', '=', serviceId)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.input as OperationInput | undefined) ?? null
}

export async function insertOperation(operation: OperationRow): Promise<void> {
  tell(
    db
      .insertInto('operations')
      .values({
        id: operation.id,
        service_id: operation.serviceId,
        customer_id: operation.customerId,
        kind: operation.kind,
        status: operation.status,
        input: JSON.stringify(operation.input),
        requested_by_kind: operation.requestedByKind,
        requested_by_id: operation.requestedById,
        idempotency_key: operation.idempotencyKey,
        next_attempt_at: operation.nextAttemptAt,
        created_at: operation.createdAt,
      })
      .compile()
  )
}

export async function updateOperation(id: string, changes: OperationChanges): Promise<void> {
  const columns: Updateable<Operations> = {
    status: changes.status,
    attempts: changes.attempts,
    next_attempt_at: changes.nextAttemptAt,
    leased_until: changes.leasedUntil,
    failure: changes.failure && JSON.stringify(changes.failure),
    started_at: changes.startedAt,
    finished_at: changes.finishedAt,
    input: changes.input && JSON.stringify(changes.input),
  }
  const known = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  tell(db.updateTable('operations').set(known).where('id', '=', id).compile())
}

export async function findPanelOfOperation(id: string): Promise<string | null> {
  const { rows } = await sql<{ panel_id: string }>`
    select s.panel_id from operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id where o.id = ${id}`.execute(
    db
  )
  return rows[0]?.panel_id ?? null
}

/**
 * Takes operations whose pause is over and whom nobody holds, at an instant of the real world, and notes that they are handed out. What was handed
 * out since it became due still lies in the queue, or stands in line for its panel: it is handed out again only when it was lost there.
 */
export async function handOutDueOperations(due: {
  at: Date
  lostAfterMs: number
  limit: number
}): Promise<string[]> {
  const lostSince = new Date(due.at.getTime() - due.lostAfterMs)
  const { rows } = await sql<{ id: string }>`
    update operations set handed_out_at = ${due.at}
     where id in (select id from operations
                   where next_attempt_at <= ${due.at} and (leased_until is null or leased_until < ${due.at})
                     and (handed_out_at is null or handed_out_at < next_attempt_at or handed_out_at < ${lostSince})
                   order by next_attempt_at limit ${due.limit})
    returning id`.execute(db)
  return rows.map(({ id }) => id)
}

/** What waits because a panel was away is due soon, spread over a while so that it is not asked for everything at once. */
export async function hastenOperations(soon: { panelId: string; at: Date; withinMs: number }): Promise<void> {
  await sql`
    update operations o set next_attempt_at = ${soon.at}::timestamptz + random() * ${`${soon.withinMs} milliseconds`}::interval
      from services s
     where s.tenant_id = o.tenant_id and s.id = o.service_id and s.panel_id = ${soon.panelId} and o.status = 'waiting'
       and o.failure ->> 'type' in ('unknown', 'retry_later') and (o.leased_until is null or o.leased_until < ${soon.at})
       and o.next_attempt_at > ${soon.at}::timestamptz + ${`${soon.withinMs} milliseconds`}::interval`.execute(
    db
  )
}

export function toOperation(row: Selectable<Operations>): OperationRow {
  return {
    id: row.id,
    serviceId: row.service_id,
    customerId: row.customer_id,
    kind: row.kind as OperationKind,
    status: row.status as OperationStatus,
    input: row.input as OperationInput,
    requestedByKind: row.requested_by_kind,
    requestedById: row.requested_by_id,
    idempotencyKey: row.idempotency_key,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    leasedUntil: row.leased_until,
    failure: row.failure as unknown as OperationProblem | null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}
