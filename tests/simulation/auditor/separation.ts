import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'

interface Table {
  name: string
  column: string
}

/** Invariant 9: whoever is another tenant sees no row of any business table, changes none and removes none. */
export async function checkSeparation(
  database: pg.Client,
  connect: (tenantId: string) => Promise<pg.Client>
): Promise<Finding[]> {
  const { rows: tables } = await database.query<Table>(
    `select c.relname as name, (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                                   and a.attgenerated = '' and a.attidentity = '' order by a.attnum limit 1) as column
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not like 'schema_migrations%'`
  )
  const stranger = await connect(randomUUID())
  try {
    return [...(await whatIsSeen(stranger, tables)), ...(await whatIsMoved(stranger, tables))].slice(0, 5)
  } finally {
    await stranger.end()
  }
}

async function whatIsSeen(stranger: pg.Client, tables: Table[]): Promise<Finding[]> {
  const asked = tables.map(
    ({ name }) => `select '${name}' as found where exists (select from ${pg.escapeIdentifier(name)})`
  )
  const { rows } = await stranger.query<{ found: string }>(asked.join(' union all '))
  return rows.map(({ found }) => ({ invariant: 9, check: 'rows of another tenant', found }))
}

/** Nothing of what is tried here stays; a table that refuses it for everybody is as good. */
async function whatIsMoved(stranger: pg.Client, tables: Table[]): Promise<Finding[]> {
  const findings: Finding[] = []
  await stranger.query('begin')
  for (const { name, column } of tables) {
    const [table, field] = [pg.escapeIdentifier(name), pg.escapeIdentifier(column)]
    for (const deed of [`update ${table} set ${field} = ${field}`, `delete from ${table}`]) {
      await stranger.query('savepoint tried')
      const count = await stranger.query(deed).then(
        ({ rowCount }) => rowCount ?? 0,
        () => 0
      )
      await stranger.query('rollback to savepoint tried')
      if (count > 0)
        findings.push({ invariant: 9, check: 'rows of another tenant', found: `${count} rows by ${deed}` })
    }
  }
  await stranger.query('rollback')
  return findings
}
