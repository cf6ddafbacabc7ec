import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { asOwner } from '#tests/support/as_owner'

/**
 * How many rows of some tables a piece of work reads, within the open transaction. Unlike a time it is the same on every machine.
 * @returns what the work returned, and the count
 */
export async function countRowsRead<T>(
  tables: readonly string[],
  work: () => Promise<T>
): Promise<{ result: T; rowsRead: number }> {
  const before = await readCount(tables)
  const result = await work()
  return { result, rowsRead: (await readCount(tables)) - before }
}

async function readCount(tables: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as count from pg_stat_xact_user_tables
     where relname = any(${tables}::text[])`.execute(db)
  return Number(rows[0]!.count)
}

/** The planner knows how large some tables are, as after some days of work. */
export async function letPlannerKnow(tables: readonly string[]): Promise<void> {
  await asOwner(`vacuum analyze ${tables.join(', ')}`)
}

/** From here on in the open transaction statements have the plan that a connection keeps: it holds for any values. */
export async function planForAnyValues(): Promise<void> {
  await sql`set local plan_cache_mode = force_generic_plan`.execute(db)
}
