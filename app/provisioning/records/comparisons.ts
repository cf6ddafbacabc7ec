import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { PanelComparisons } from '#app/shared/database/schema'
import type { ListedServer } from '#app/provisioning/drivers/contract'

export interface ComparisonRow {
  id: string
  panelId: string
  status: 'running' | 'done' | 'failed'
  nextPage: string | null
  listedCount: number
  foundCount: number
  error: string | null
  startedAt: Date
  movedAt: Date
  finishedAt: Date | null
}

/** @returns false when a comparison of this panel runs already */
export async function insertComparison(run: { id: string; panelId: string; at: Date }): Promise<boolean> {
  const row = await db
    .insertInto('panel_comparisons')
    .values({ id: run.id, panel_id: run.panelId, status: 'running', started_at: run.at, moved_at: run.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function findRunningComparison(panelId: string): Promise<ComparisonRow | null> {
  const row = await db
    .selectFrom('panel_comparisons')
    .selectAll()
    .where('panel_id', '=', panelId)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return row ? toComparison(row) : null
}

export async function lockComparison(id: string): Promise<ComparisonRow | null> {
  const row = await db
    .selectFrom('panel_comparisons')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toComparison(row) : null
}

/** The latest run of each panel. */
export async function listLatestComparisons(): Promise<ComparisonRow[]> {
  const rows = await db
    .selectFrom('panel_comparisons')
    .selectAll()
    .distinctOn('panel_id')
    .orderBy('panel_id')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toComparison)
}

export async function updateComparison(
  id: string,
  changes: Partial<Omit<ComparisonRow, 'id' | 'panelId' | 'startedAt'>>
): Promise<void> {
  const columns = {
    status: changes.status,
    next_page: changes.nextPage,
    listed_count: changes.listedCount,
    found_count: changes.foundCount,
    error: changes.error,
    moved_at: changes.movedAt,
    finished_at: changes.finishedAt,
  }
  const known = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  await db.updateTable('panel_comparisons').set(known).where('id', '=', id).execute()
}

/** Keeps one page of the panel's list; a page that is read twice changes nothing. */
export async function keepListing(comparisonId: string, servers: readonly ListedServer[]): Promise<void> {
  if (servers.length === 0) return
  const rows = servers.map((server) => ({
    reference: server.reference,
    name: server.name,
    owner_reference: server.ownerReference,
    owner_email: server.ownerEmail,
    is_suspended: server.isSuspended,
    is_unfinished: server.isUnfinished,
    cpu_cores: server.sizes.cpuCores ?? null,
    memory_mb: server.sizes.memoryMb ?? null,
    storage_gb: server.sizes.storageGb ?? null,
    traffic_gb: server.sizes.trafficGb ?? null,
    package: server.package,
  }))
  await sql`
    insert into panel_listings (comparison_id, reference, name, owner_reference, owner_email, is_suspended, is_unfinished, cpu_cores, memory_mb,
                                storage_gb, traffic_gb, package)
    select ${comparisonId}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (reference text, name text, owner_reference text, owner_email text, is_suspended boolean, is_unfinished boolean, cpu_cores numeric,
              memory_mb numeric, storage_gb numeric, traffic_gb numeric, package text)
    on conflict do nothing`.execute(db)
}

export async function forgetListing(comparisonId: string): Promise<void> {
  await db.deleteFrom('panel_listings').where('comparison_id', '=', comparisonId).execute()
}

function toComparison(row: Selectable<PanelComparisons>): ComparisonRow {
  return {
    id: row.id,
    panelId: row.panel_id,
    status: row.status as ComparisonRow['status'],
    nextPage: row.next_page,
    listedCount: row.listed_count,
    foundCount: row.found_count,
    error: row.error,
    startedAt: row.started_at,
    movedAt: row.moved_at,
    finishedAt: row.finished_at,
  }
}
