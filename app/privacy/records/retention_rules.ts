import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { RetentionRuns } from '#app/shared/database/schema'
import type { RetentionKind } from '#app/privacy/domain/retention'

export interface RetentionRule {
  kind: RetentionKind
  keepDays: number
}

export type RetentionRun = Selectable<RetentionRuns>

export async function listRules(): Promise<RetentionRule[]> {
  const rows = await db.selectFrom('retention_rules').select(['kind', 'keep_days']).orderBy('kind').execute()
  return rows.map(({ kind, keep_days }) => ({ kind: kind as RetentionKind, keepDays: keep_days }))
}

export async function saveRule(rule: RetentionRule & { by: string; at: Date }): Promise<void> {
  const row = { kind: rule.kind, keep_days: rule.keepDays, changed_by: rule.by, changed_at: rule.at }
  await db
    .insertInto('retention_rules')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind']).doUpdateSet(row))
    .execute()
}

export async function removeRule(kind: RetentionKind): Promise<void> {
  await db.deleteFrom('retention_rules').where('kind', '=', kind).execute()
}

export async function insertRun(run: Omit<RetentionRun, 'tenant_id'>): Promise<void> {
  await db.insertInto('retention_runs').values(run).execute()
}

/** The newest ones. */
export function listRuns(limit: number): Promise<RetentionRun[]> {
  return db.selectFrom('retention_runs').selectAll().orderBy('id', 'desc').limit(limit).execute()
}
