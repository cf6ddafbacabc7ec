import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** Panels that were not compared for a day, and those whose comparison stands still, by the real world's time. */
export async function listPanelsToCompare(since: { notSince: Date; stuckSince: Date }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from panels p
      left join lateral (select c.status, c.started_at, c.moved_at from panel_comparisons c
                          where c.tenant_id = p.tenant_id and c.panel_id = p.id order by c.id desc limit 1) c on true
     where p.status <> 'disabled' and (c.status is null or (c.status <> 'running' and c.started_at < ${since.notSince})
        or (c.status = 'running' and c.moved_at < ${since.stuckSince}))
     order by p.id`.execute(db)
  return rows.map((row) => row.id)
}

export async function listRepairsUnderWay(limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('drifts')
    .select('id')
    .where('status', '=', 'repairing')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
