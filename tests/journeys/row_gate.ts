import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { connect } from '#tests/journeys/power'

/**
 * Where in the life of a piece of work the power goes: its intent is not committed yet; its intent is committed and the call is
 * under way; the answer is there but not committed.
 */
export const moments = ['unbegun', 'under_way', 'answered'] as const
export type Moment = (typeof moments)[number]

/** Patient with a busy machine, on which a process takes half a minute to start: only what hangs takes this long. */
const withinMs = 150_000

/**
 * Stops a process at an exact instant by holding the row that its next transaction must write. First one lock is held; the write of
 * the intent runs into it. A second one is queued behind that write and gets the row when the intent is committed, so that the
 * write of the answer runs into it in turn.
 */
export async function stopAt(
  row: { table: 'operation_steps' | 'payments' | 'quotes' | 'webhook_inbox'; where: string },
  { moment, strike }: { moment: Moment; strike: () => Promise<void> }
): Promise<void> {
  const [first, second, watch] = await Promise.all([connect(), connect(), connect()])
  try {
    await lockOnceThere(first, row)
    await untilBlockedBy(first, watch)
    if (moment === 'unbegun') return await strike()
    await second.query('begin')
    const queued = second.query<{ status: string }>(lockOf(row))
    await untilWaiting(second, watch)
    await first.query('rollback')
    const { rows } = await queued
    // A step without a call may have written its answer before the second lock was there: then the power goes right after it.
    const isAnswered = rows.every(({ status }) => status !== 'running')
    if (moment === 'answered' && !isAnswered) await untilBlockedBy(second, watch)
    await strike()
  } finally {
    await Promise.all([first.end(), second.end(), watch.end()])
  }
}

function lockOf({ table, where }: { table: string; where: string }): string {
  return `select ${table === 'operation_steps' ? 'status' : '1'} from ${table} where ${where} for update`
}

async function lockOnceThere(client: pg.Client, row: { table: string; where: string }): Promise<void> {
  await until(async () => {
    await client.query('begin')
    const { rowCount } = await client.query(lockOf(row))
    if (rowCount) return true
    await client.query('rollback')
    return false
  }, `a row of ${row.table} where ${row.where}`)
}

async function untilBlockedBy(holder: pg.Client, watch: pg.Client): Promise<void> {
  const question = 'select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))) as yes'
  await until(() => ask(watch, question, holder), 'somebody to wait for the row')
}

async function untilWaiting(client: pg.Client, watch: pg.Client): Promise<void> {
  const question = 'select cardinality(pg_blocking_pids($1)) > 0 as yes'
  await until(() => ask(watch, question, client), 'the second lock to be queued')
}

async function ask(watch: pg.Client, question: string, about: pg.Client): Promise<boolean> {
  const { processID } = about as unknown as { processID: number }
  const { rows } = await watch.query<{ yes: boolean }>(question, [processID])
  return rows[0]!.yes
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await pause(5)) {
    if (await isTrue()) return
  }
  throw new Error(`Waited ${withinMs} ms in vain for ${what}`)
}
