import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'

/** What is written once and stays: the books, what happened, and what stands on documents. */
const written = [
  { table: 'journal_entries', invariant: 1 },
  { table: 'postings', invariant: 1 },
  { table: 'revenue_schedules', invariant: 1 },
  { table: 'invoice_lines', invariant: 7 },
  { table: 'credit_notes', invariant: 7 },
  { table: 'credit_note_lines', invariant: 7 },
  { table: 'events', invariant: 11 },
] as const

/** How many rows there were at the last audit, and the transaction before which all of them were written. */
export interface Remembered {
  horizon: string
  counts: Map<string, bigint>
}

export const nothingYet = (): Remembered => ({ horizon: '0', counts: new Map() })

/**
 * Rows of the last audit are there, untouched. PostgreSQL notes at each row in which transaction it was written, and writes a row that is
 * changed anew: as many rows as then must be older than that audit.
 */
export async function checkHistory(database: pg.Client, remembered: Remembered): Promise<Finding[]> {
  const findings: Finding[] = []
  const { rows: horizons } = await database.query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon'
  )
  const horizon = horizons[0]!.horizon
  for (const { table, invariant } of written) {
    const { rows } = await database.query<{ old: string; present: string }>(
      `select count(*) filter (where xmin::text::bigint < $1)::text as old,
              count(*) filter (where xmin::text::bigint < $2)::text as present from ${table}`,
      [remembered.horizon, horizon]
    )
    const { old, present } = rows[0]!
    const before = remembered.counts.get(table) ?? 0n
    if (BigInt(old) !== before)
      findings.push({
        invariant,
        check: 'what is written stays',
        found: `${table}: ${before} rows stood at the last audit, ${old} of them are untouched`,
      })
    remembered.counts.set(table, BigInt(present))
  }
  remembered.horizon = horizon
  return findings
}
