import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

export interface ClockMove {
  id: string
  fromAt: Date
  reachedAt: Date
  toAt: Date
  status: 'moving' | 'done' | 'failed'
  error: string | null
}

export async function insertClockMove(move: {
  id: string
  fromAt: Date
  toAt: Date
  requestedBy: string | null
}): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into clock_moves (id, from_at, reached_at, to_at, status, requested_by)
    values (${move.id}, ${move.fromAt}, ${move.fromAt}, ${move.toAt}, 'moving', ${move.requestedBy})
    on conflict do nothing returning id`.execute(db)
  return rows.length === 1
}

export async function findClockMove(id: string): Promise<ClockMove | null> {
  const row = await db.selectFrom('clock_moves').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toMove(row) : null
}

/** The move under way, or the last one. */
export async function latestClockMove(): Promise<ClockMove | null> {
  const row = await db.selectFrom('clock_moves').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? toMove(row) : null
}

/** Shifts the tenant's clock so that it shows an instant now, or stands at it when it stands still. */
export async function setClock(tenantId: string, showAt: Date): Promise<void> {
  await sql`
    update platform.tenants
       set clock_offset_ms = (extract(epoch from ${showAt}::timestamptz - clock_timestamp()) * 1000)::bigint,
           clock_frozen_at = case when clock_frozen_at is null then null else ${showAt}::timestamptz end
     where id = ${tenantId}`.execute(db)
}

export async function advanceClockMove(id: string, reachedAt: Date): Promise<void> {
  await db.updateTable('clock_moves').set({ reached_at: reachedAt }).where('id', '=', id).execute()
}

export async function finishClockMove(id: string, error: string | null): Promise<void> {
  await db
    .updateTable('clock_moves')
    .set({ status: error ? 'failed' : 'done', error, finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', '=', 'moving')
    .execute()
}

interface ClockMoveRow {
  id: string
  from_at: Date
  reached_at: Date
  to_at: Date
  status: string
  error: string | null
}

function toMove(row: ClockMoveRow): ClockMove {
  return {
    id: row.id,
    fromAt: row.from_at,
    reachedAt: row.reached_at,
    toAt: row.to_at,
    status: row.status as ClockMove['status'],
    error: row.error,
  }
}
