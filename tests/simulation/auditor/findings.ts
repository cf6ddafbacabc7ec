import type pg from 'pg'

/** Something that must never be: which of the invariants of the domain it breaks, and on what. */
export interface Finding {
  /** The number of the invariant; 0 for what follows from several. */
  invariant: number
  check: string
  found: string
}

/** A question whose every answer is a fault. It returns one column, `found`. */
export interface Check {
  invariant: number
  name: string
  /** `$1` is today in the company's zone, `$2` that zone, `$3` the instant. */
  sql: string
}

/** When and where something is checked. */
export interface Moment {
  now: Date
  /** In the company's zone. */
  today: string
  timeZone: string
}

const listedMax = 5

/** Asks the questions one after the other, on the auditor's own connection. */
export async function ask(
  database: pg.Client,
  checks: readonly Check[],
  { now, today, timeZone }: Moment
): Promise<Finding[]> {
  const values = [today, timeZone, now]
  const findings: Finding[] = []
  for (const { invariant, name, sql } of checks) {
    // PostgreSQL wants to know the type of each value that is sent along, also of those that are not asked for.
    const { rows } = await database.query<{ found: string }>(
      `select found from (${sql}) faults where ($1::date, $2::text, $3::timestamptz) is not null limit ${listedMax}`,
      values
    )
    findings.push(...rows.map(({ found }) => ({ invariant, check: name, found })))
  }
  return findings
}
