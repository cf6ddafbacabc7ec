import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { connect } from '#tests/journeys/power'

/** Patient with a busy machine, on which a process takes half a minute to start: only what hangs takes this long. */
const withinMs = 150_000

/** A write that a process is about to make: `when` is a condition on `new` and `old`, without questions to other tables. */
export interface Write {
  table: 'operation_steps' | 'orders' | 'payments'
  on: 'insert' | 'update'
  when: string
}

/**
 * Stops whoever is about to make a certain write, whenever that will be: a trigger of the test waits for a lock that the gate holds.
 * It is closed before the work begins, so that the work cannot have passed it already, however slow or quick the machine is.
 */
export class RowGate {
  private static count = 0
  private static standing = new Set<RowGate>()

  private constructor(
    private holder: pg.Client,
    private watch: pg.Client,
    private write: Write,
    private name: string
  ) {}

  static async closeAt(write: Write): Promise<RowGate> {
    const [holder, watch] = await Promise.all([connect(), connect()])
    const key = 4711 + (RowGate.count += 1)
    const name = `gate_${key}`
    await holder.query('select pg_advisory_lock($1)', [key])
    await watch.query(`
      create function ${name}() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock_shared(${key}); return new; end';
      create trigger ${name} before ${write.on} on ${write.table} for each row when (${write.when}) execute function ${name}()`)
    const gate = new RowGate(holder, watch, write, name)
    RowGate.standing.add(gate)
    return gate
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
    RowGate.standing.delete(this)
    await this.holder.end()
    await this.watch.query(`drop trigger ${this.name} on ${this.write.table}; drop function ${this.name}()`)
    await this.watch.end()
  }

  /** What a failed story left closed would hold up the next. */
  static async openAll(): Promise<void> {
    for (const gate of RowGate.standing) await gate.open()
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
