import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Drifts } from '#app/shared/database/schema'
import type { DriftKind, DriftRepair, DriftStatus } from '#app/provisioning/domain/drift'

/** What differs, by name; `sold` is left out where nothing was sold. */
export type Differences = Record<string, { sold?: string | number | null; found?: string | number | null }>

export interface DriftRow {
  id: string
  panelId: string
  kind: DriftKind
  /** The server by the panel's own name for it. */
  reference: string
  name: string
  serviceId: string | null
  differences: Differences
  /** In a month, minor units; null where no price is known. */
  monthlyAmount: bigint | null
  currency: string | null
  status: DriftStatus
  repair: DriftRepair | null
  error: string | null
  note: string | null
  firstSeenAt: Date
  lastSeenAt: Date
  settledAt: Date | null
}

export type DriftChanges = Partial<
  Pick<DriftRow, 'status' | 'repair' | 'error' | 'note' | 'settledAt' | 'serviceId'>
>

export async function findDrift(id: string): Promise<DriftRow | null> {
  const row = await db.selectFrom('drifts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toDrift(row) : null
}

export async function findDrifts(ids: readonly string[]): Promise<DriftRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('drifts')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toDrift)
}

/** Whether a difference about a server of a panel is being repaired right now. */
export async function isUnderRepair(at: { panelId: string; reference: string }): Promise<boolean> {
  const row = await db
    .selectFrom('drifts')
    .select('id')
    .where('panel_id', '=', at.panelId)
    .where('reference', '=', at.reference)
    .where('status', '=', 'repairing')
    .executeTakeFirst()
  return row !== undefined
}

export async function lockDrifts(ids: readonly string[]): Promise<DriftRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('drifts')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toDrift)
}

export async function updateDrifts(ids: readonly string[], changes: DriftChanges): Promise<void> {
  if (ids.length === 0) return
  const columns = {
    status: changes.status,
    repair: changes.repair,
    error: changes.error,
    note: changes.note,
    settled_at: changes.settledAt,
    service_id: changes.serviceId,
  }
  const known = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  await db
    .updateTable('drifts')
    .set(known)
    .where('id', 'in', [...ids])
    .execute()
}

export function toDrift(row: Selectable<Drifts>): DriftRow {
  return {
    id: row.id,
    panelId: row.panel_id,
    kind: row.kind as DriftKind,
    reference: row.reference,
    name: row.name,
    serviceId: row.service_id,
    differences: row.differences as Differences,
    monthlyAmount: row.monthly_amount,
    currency: row.currency,
    status: row.status as DriftStatus,
    repair: row.repair as DriftRepair | null,
    error: row.error,
    note: row.note,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    settledAt: row.settled_at,
  }
}
