import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { UpstreamCosts } from '#app/shared/database/schema'
import type { CostKind } from '#app/provisioning/domain/margin'

export interface UpstreamCost {
  id: string
  kind: CostKind
  targetId: string
  amount: bigint
  currency: string
  validFrom: string
  validUntil: string | null
  note: string
  createdAt: Date
}

/** Those of some targets that hold on a day. */
export async function listCostsOn(day: string, targetIds: readonly string[]): Promise<UpstreamCost[]> {
  if (targetIds.length === 0) return []
  const rows = await db
    .selectFrom('upstream_costs')
    .selectAll()
    .where('target_id', 'in', [...targetIds])
    .where('valid_from', '<=', day)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', day)]))
    .orderBy('kind')
    .execute()
  return rows.map(toCost)
}

export async function findCost(id: string): Promise<UpstreamCost | null> {
  const row = await db.selectFrom('upstream_costs').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toCost(row) : null
}

/** Whether there is already one of the target within the days. @param exceptId itself, when its own days change */
export async function hasCostWithin(
  wish: Omit<UpstreamCost, 'id' | 'createdAt'>,
  exceptId: string | null = null
): Promise<boolean> {
  let query = db
    .selectFrom('upstream_costs')
    .select('id')
    .where('kind', '=', wish.kind)
    .where('target_id', '=', wish.targetId)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', wish.validFrom)]))
  if (wish.validUntil) query = query.where('valid_from', '<', wish.validUntil)
  if (exceptId) query = query.where('id', '<>', exceptId)
  return (await query.executeTakeFirst()) !== undefined
}

/** What holds without an end until now ends where the next begins. */
export async function endOpenCost(of: { kind: CostKind; targetId: string; on: string }): Promise<void> {
  await db
    .updateTable('upstream_costs')
    .set({ valid_until: of.on })
    .where('kind', '=', of.kind)
    .where('target_id', '=', of.targetId)
    .where('valid_until', 'is', null)
    .where('valid_from', '<', of.on)
    .execute()
}

export async function insertCost(cost: UpstreamCost): Promise<void> {
  const { targetId, validFrom, validUntil, createdAt, ...same } = cost
  await db
    .insertInto('upstream_costs')
    .values({
      ...same,
      target_id: targetId,
      valid_from: validFrom,
      valid_until: validUntil,
      created_at: createdAt,
    })
    .execute()
}

/** @param validUntil the first day on which it holds no longer */
export async function endCost(id: string, validUntil: string | null): Promise<void> {
  await db.updateTable('upstream_costs').set({ valid_until: validUntil }).where('id', '=', id).execute()
}

export async function deleteCost(id: string): Promise<void> {
  await db.deleteFrom('upstream_costs').where('id', '=', id).execute()
}

function toCost(row: Selectable<UpstreamCosts>): UpstreamCost {
  return {
    id: row.id,
    kind: row.kind as CostKind,
    targetId: row.target_id,
    amount: row.amount,
    currency: row.currency,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    note: row.note,
    createdAt: row.created_at,
  }
}
