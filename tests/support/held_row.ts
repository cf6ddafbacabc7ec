import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Tenant } from '#app/shared/database/context'

/** Patient with a busy machine: only what hangs takes this long. */
const withinMs = 60_000

/** A row that another connection has locked: whoever wants it waits, and what happens meanwhile happens in between. */
export interface HeldRow {
  /** Somebody waits for it. */
  wanted(): Promise<void>
  letGo(): Promise<void>
}

export async function holdRow(
  tenant: Tenant,
  table: 'subscriptions' | 'invoices',
  id: string
): Promise<HeldRow> {
  const [holder, watch] = [connection(), connection()]
  await Promise.all([holder.connect(), watch.connect()])
  await holder.query('begin')
  await holder.query(`select set_config('app.tenant', $1, true)`, [tenant.id])
  await holder.query(`select from ${table} where id = $1 for update`, [id])
  const { processID } = holder as unknown as { processID: number }
  const asked = 'select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))) as yes'
  return {
    async wanted() {
      for (const deadline = performance.now() + withinMs; performance.now() < deadline; await pause(5)) {
        if ((await watch.query<{ yes: boolean }>(asked, [processID])).rows[0]!.yes) return
      }
      throw new Error(`Nobody wanted ${id} of ${table}`)
    },
    async letGo() {
      await holder.query('rollback')
      await Promise.all([holder.end(), watch.end()])
    },
  }
}

function connection(): pg.Client {
  return new pg.Client({ connectionString: process.env.DATABASE_URL })
}
