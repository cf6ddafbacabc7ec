import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

export interface NumberRange {
  prefix: string
  first: bigint
}

/**
 * Takes the next numbers of a series in the open transaction. The row stays locked until it ends, so a transaction that rolls
 * back gives its numbers back and the series has no gap; whoever issues at the same time waits for a moment.
 */
export async function takeNumbers(series: string, prefix: string, count: number): Promise<NumberRange> {
  const { rows } = await sql<{ prefix: string; first: bigint }>`
    insert into number_series as s (series, prefix, next_number) values (${series}, ${prefix}, ${1 + count})
    on conflict (tenant_id, series) do update set next_number = s.next_number + ${count}
    returning s.prefix, s.next_number - ${count} as first`.execute(db)
  return rows[0]!
}
