import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

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
