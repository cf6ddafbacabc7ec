import { randomUUID } from 'node:crypto'
import type { PoolClient, QueryResult } from 'pg'
import { pool } from '#app/shared/database/pool'
import { filesBelow } from '#tests/architecture/source_tree'
import { recordedStatements, type RecordedStatement } from '#tests/support/recorded_statements'

/** What a statement did when it was asked on behalf of a tenant, and undone at once. */
interface Answer {
  rows: Record<string, unknown>[]
  written: number
  /** Rows of the statement's own tenant that it made or changed. */
  touched: number
  error: { code: string; message: string } | null
}

/** A suite of which only a part was run has asked too little to say anything. */
export const isPartOfSuite = (): boolean => recordedStatements().length < 500
export const whyPart = 'Runs after all other tests of its suite: npm test'

/** Reached by neither suite: the feed of rates is asked for in `conformance`, files of evidence in `conformance` and stories. */
const modulesOfOtherSuites = ['ledger/records/exchange_rate_feeds', 'payments/records/dispute_files']

/** Record modules that put statements together: some only give rows another shape. */
export function recordModules(): string[] {
  return filesBelow('app')
    .filter(({ text }) => text.includes("'#app/shared/database/db'"))
    .flatMap(({ path }) => /^app\/(\w+\/records\/\w+)\.ts$/.exec(path)?.[1] ?? [])
    .filter((module) => !modulesOfOtherSuites.includes(module))
}

export function askedModules(): Set<string> {
  return new Set(recordedStatements().map(({ module }) => module))
}

/**
 * Asks again what tests asked through the record modules, word for word and with the same ids, on behalf of nobody's tenant.
 * @returns what went wrong, and how many statements answer something to the tenant that they belong to
 */
export async function askAsForeigner(): Promise<{ faults: string[]; seenByItsOwn: number; asked: number }> {
  const statements = recordedStatements()
  const faults: string[] = []
  let seenByItsOwn = 0
  for (const statement of statements) {
    if (isOfPlatform(statement)) {
      faults.push(...faultsOfPlatform(statement))
      continue
    }
    const own = await ask(statement, statement.tenantId)
    if (own.rows.length > 0) seenByItsOwn += 1
    faults.push(...faultsOf(statement, await ask(statement, randomUUID())))
  }
  return { faults, seenByItsOwn, asked: statements.length }
}

/**
 * Sessions and tenants lie in the schema of the platform, outside of the separation: a statement about them names its tenant itself, and
 * asked word for word it does the same whoever asks. One that looks at the tenant of its transaction is asked like all others.
 */
function isOfPlatform({ text }: RecordedStatement): boolean {
  return (
    /\bplatform\.(sessions|tenants|hostnames)\b/.test(text) && !text.includes('platform.current_tenant()')
  )
}

function faultsOfPlatform({ module, text, values, tenantId }: RecordedStatement): string[] {
  return values.includes(tenantId) ? [] : [`names no tenant: ${module}: ${text.slice(0, 300)}`]
}

function faultsOf({ module, text, values }: RecordedStatement, foreign: Answer): string[] {
  const known = new Set(values.map(String))
  const told = foreign.rows.flatMap((row) => Object.values(row)).filter((value) => isTelling(value, known))
  const where = `${module}: ${text.slice(0, 300)}`
  return [
    ...(told.length > 0 ? [`tells ${JSON.stringify(told).slice(0, 200)}: ${where}`] : []),
    ...(foreign.touched > 0 ? [`writes ${foreign.touched} rows of another tenant: ${where}`] : []),
    ...(foreign.written > 0 && !/^\s*(with|insert)/i.test(text)
      ? [`changes ${foreign.written} rows: ${where}`]
      : []),
    ...(foreign.error && !isRefusal(foreign.error.code)
      ? [`${foreign.error.code} ${foreign.error.message}: ${where}`]
      : []),
  ]
}

/** Anything but emptiness and what the asker brought along. */
function isTelling(value: unknown, known: Set<string>): boolean {
  if (value === null || value === false || value === '') return false
  if (Array.isArray(value)) return value.some((one) => isTelling(one, known))
  return !/^-?0(\.0+)?$/.test(String(value)) && !known.has(String(value))
}

/** Row level security (42501) or a constraint (class 23) said no, or a trigger of ours (P0001). */
function isRefusal(code: string): boolean {
  return code === '42501' || code.startsWith('23') || code === 'P0001'
}

async function ask({ text, values, tenantId }: RecordedStatement, asker: string): Promise<Answer> {
  const client = await pool().connect()
  try {
    await client.query(`begin; set local app.tenant = '${asker}'`)
    try {
      const result: QueryResult = await client.query(text, [...values])
      const written = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
        ? (result.rowCount ?? 0)
        : 0
      const touched = written > 0 ? await countTouched(client, { text, tenantId }) : 0
      return { rows: result.rows as Answer['rows'], written, touched, error: null }
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string }
      return { rows: [], written: 0, touched: 0, error: { code, message } }
    }
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Rows of the tenant that carry the mark of the open transaction, in the tables that the statement writes. */
async function countTouched(
  client: PoolClient,
  { text, tenantId }: { text: string; tenantId: string }
): Promise<number> {
  const tables = new Set(
    [...text.matchAll(/(?:insert into|update|delete from|merge into)\s+"?(\w+)"?/gi)].map(
      (found) => found[1]!
    )
  )
  await client.query(`set local app.tenant = '${tenantId}'`)
  let touched = 0
  for (const table of tables) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from "${table}" where xmin = pg_current_xact_id()::xid`
    )
    touched += rows[0]!.count
  }
  return touched
}
