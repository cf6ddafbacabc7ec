import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { connect } from '#tests/journeys/power'

/** Patient with a busy machine, on which a process takes half a minute to start: only what hangs takes this long. */
const withinMs = 150_000

/** A write that a process is about to make: `when` is a condition on `new` and `old`, without questions to other tables. */
export interface Write {
  table: 'operation_steps' | 'orders' | 'payments' | 'webhook_inbox'
  on: 'insert' | 'update'
  when: string
}

/**
 * Stops whoever is about to make a certain write, whenever that will be: a trigger of the test waits for a lock that the gate holds.
 * It is closed before the work begins, so that the work cannot have passed it already, however slow or quick the machine is.
 */
export class RowGate {
  private constructor(
    private holder: pg.Client,
    private watch: pg.Client,
    private write: Write
  ) {}

  static async closeAt(write: Write): Promise<RowGate> {
    const [holder, watch] = await Promise.all([connect(), connect()])
    await holder.query('select pg_advisory_lock(4711)')
    await watch.query(`
      create or replace function wait_at_gate() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock_shared(4711); return new; end';
      create trigger gate before ${write.on} on ${write.table} for each row when (${write.when}) execute function wait_at_gate()`)
    return new RowGate(holder, watch, write)
  }

  /** Somebody stands before the gate, with all that it did in this transaction not committed. */
  async reached(): Promise<void> {
    const { processID } = this.holder as unknown as { processID: number }
    await this.until(
      'select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))) as yes',
      [processID]
    )
  }

  /** Something is true of what is committed. */
  async sees(rows: string): Promise<void> {
    await this.until(`select exists (${rows}) as yes`, [])
  }

  /** Lets go of whoever still stands there: a killed process does so without its answer, and what it began is undone. */
  async open(): Promise<void> {
    await this.holder.end()
    await this.watch.query(`drop trigger gate on ${this.write.table}`)
    await this.watch.end()
  }

  private async until(question: string, values: unknown[]): Promise<void> {
    for (const deadline = performance.now() + withinMs; performance.now() < deadline; await pause(5)) {
      const { rows } = await this.watch.query<{ yes: boolean }>(question, values)
      if (rows[0]!.yes) return
    }
    throw new Error(
      `Waited ${withinMs} ms in vain for ${question}, before a gate at ${JSON.stringify(this.write)}`
    )
  }
}
