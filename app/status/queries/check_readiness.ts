import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { pingScanner, scannerAddress } from '#app/shared/outbound/scan_file'
import { pool } from '#app/shared/database/pool'
import { queueNames } from '#app/shared/jobs/job'

export interface ReadinessCheck {
  name: 'database' | 'migrations' | 'worker' | 'queue' | 'virus_scanner'
  isOk: boolean
  detail: string
}

const workerSilenceSecondsMax = 30
const queueAgeSecondsMax = 300
const migrationsFolder = fileURLToPath(new URL('../../../database/migrations/', import.meta.url))

/**
 * Whether the platform can do its work now: database, its version, a living worker, and a queue that moves. A scanner of files that does not
 * answer is told, but keeps nobody from all else.
 */
export async function checkReadiness(): Promise<{ isReady: boolean; checks: ReadinessCheck[] }> {
  const database = await guarded('database', async () => {
    await pool().query('select 1')
    return { isOk: true, detail: 'answers' }
  })
  if (!database.isOk) return { isReady: false, checks: [database] }
  const checks = await Promise.all([
    guarded('migrations', checkMigrations),
    guarded('worker', checkWorker),
    guarded('queue', checkQueue),
    ...checkScanner(),
  ])
  const isReady = checks.every(({ isOk, name }) => isOk || name === 'virus_scanner')
  return { isReady, checks: [database, ...checks] }
}

function checkScanner(): Promise<ReadinessCheck>[] {
  const address = scannerAddress()
  return address ? [guarded('virus_scanner', () => pingScanner(address))] : []
}

type Answer = { isOk: boolean; detail: string }

async function guarded(name: ReadinessCheck['name'], check: () => Promise<Answer>): Promise<ReadinessCheck> {
  try {
    return { name, ...(await check()) }
  } catch {
    return { name, isOk: false, detail: 'could not be asked' }
  }
}

async function checkMigrations(): Promise<Answer> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith('.sql')).length
  const { rows } = await pool().query<{ count: string }>(
    'select count(*)::text as count from public.schema_migrations'
  )
  const applied = Number(rows[0]!.count)
  return { isOk: applied === files, detail: `${applied} of ${files} applied` }
}

async function checkWorker(): Promise<Answer> {
  const { rows } = await pool().query<{ age: number | null }>(
    `select extract(epoch from now() - max(beat_at))::float8 as age from platform.process_heartbeats where kind = 'worker'`
  )
  const age = rows[0]?.age ?? null
  if (age === null) return { isOk: false, detail: 'no worker has started' }
  return { isOk: age <= workerSilenceSecondsMax, detail: `last heard of ${Math.round(age)} s ago` }
}

async function checkQueue(): Promise<Answer> {
  const { rows } = await pool().query<{ age: number | null }>(
    `select extract(epoch from now() - min(start_after))::float8 as age from pgboss.job
      where name = any($1) and state in ('created', 'retry') and start_after <= now()`,
    [[...queueNames]]
  )
  const age = Math.round(rows[0]?.age ?? 0)
  return { isOk: age <= queueAgeSecondsMax, detail: age > 0 ? `oldest job waits ${age} s` : 'empty' }
}
