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
  sql: string
}

const listedMax = 5

/** Asks the questions one after the other, on the auditor's own connection. */
export async function ask(
  database: pg.Client,
  checks: readonly Check[],
  values: unknown[] = []
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { invariant, name, sql } of checks) {
    const { rows } = await database.query<{ found: string }>(
      `select found from (${sql}) faults limit ${listedMax}`,
      sql.includes('$1') ? values.slice(0, sql.includes('$2') ? 2 : 1) : []
    )
    findings.push(...rows.map(({ found }) => ({ invariant, check: name, found })))
  }
  return findings
}
