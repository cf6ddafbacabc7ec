import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** What the billing run writes, in an order that foreign keys allow, with the columns that are not taken over as they are. */
const written: { table: string; instead?: Record<string, string>; omitted?: string[] }[] = [
  { table: 'ledger_accounts', instead: { balance: '0' } },
  { table: 'invoices' },
  { table: 'invoice_lines' },
  { table: 'given_back_lines' },
  { table: 'subscription_periods' },
  { table: 'discount_uses' },
  { table: 'journal_entries' },
  { table: 'postings' },
  { table: 'events', omitted: ['seq'] },
  // Their numbers come from the events of the first tenant; any will do for the second.
  { table: 'reaction_deliveries' },
]

interface Dump {
  table: string
  columns: string
  file: string
}

/**
 * The bound: the very rows that a billing run wrote for one tenant, loaded by COPY for another that has the same customers and
 * subscriptions: same tables, indexes, foreign keys and triggers, one transaction, and nothing to think about.
 * @returns how long it took, in milliseconds
 */
export async function copySameRows(
  client: pg.Client,
  { fromTenant, toTenant }: { fromTenant: string; toTenant: string }
): Promise<number> {
  // COPY is not allowed under row level security, to which the owner is bound as long as it is forced.
  for (const { table } of written) await client.query(`alter table ${table} no force row level security`)
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const dumps: Dump[] = []
  for (const each of written) dumps.push(await dump(client, { ...each, folder, fromTenant, toTenant }))
  const startedAt = performance.now()
  await client.query('begin')
  await client.query(`select set_config('app.tenant', $1, true)`, [toTenant])
  for (const { table, columns, file } of dumps) {
    await pipeline(createReadStream(file), client.query(copyFrom(`copy ${table} (${columns}) from stdin`)))
  }
  await client.query('commit')
  const tookMs = performance.now() - startedAt
  await rm(folder, { recursive: true, force: true })
  for (const { table } of written) await client.query(`alter table ${table} force row level security`)
  return tookMs
}

async function dump(
  client: pg.Client,
  input: {
    table: string
    instead?: Record<string, string>
    omitted?: string[]
    folder: string
    fromTenant: string
    toTenant: string
  }
): Promise<Dump> {
  const { table, instead = {}, omitted = [], folder, fromTenant, toTenant } = input
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table]
  )
  const names = rows.map(({ name }) => name).filter((name) => !omitted.includes(name))
  const values = names.map((name) => (name === 'tenant_id' ? `'${toTenant}'::uuid` : (instead[name] ?? name)))
  const select = `select ${values.join(', ')} from ${table} where tenant_id = '${fromTenant}'`
  const file = join(folder, table)
  await pipeline(client.query(copyTo(`copy (${select}) to stdout`)), createWriteStream(file))
  return { table, columns: names.join(', '), file }
}
