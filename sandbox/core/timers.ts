import type { Database } from './database.ts'

export type Timer<P> = { id: number; payload: P; attempts: number; runAtMs: number }
export type Upcoming = Pick<Timer<unknown>, 'attempts' | 'runAtMs'> & { kind: string }
/** Answering a number asks to be run again after so many milliseconds; answering nothing ends the timer. */
export type TimerWork<P> = (timer: Timer<P>) => Promise<number | void> | number | void

type Row = {
  id: number
  system: string
  kind: string
  payload: string
  run_at_ms: number
  attempts: number
}

/**
 * Work for later that survives a restart. A timer is removed only after its work returned, so a killed process
 * runs it again: work must be repeatable. Works run side by side, up to a limit, in order of their time.
 */
export class TimerWheel {
  private readonly database: Database
  private readonly works = new Map<string, TimerWork<unknown>>()
  private readonly running = new Map<number, Promise<void>>()
  private readonly runningMax = 32
  private handle: NodeJS.Timeout | null = null
  private stopped = true

  constructor(database: Database) {
    this.database = database
  }

  on(system: string, kind: string, work: TimerWork<unknown>): void {
    this.works.set(`${system} ${kind}`, work)
  }

  schedule(timer: { system: string; kind: string; payload: unknown; delayMs: number; key?: string }): void {
    const runAtMs = Date.now() + Math.max(0, timer.delayMs)
    this.database.run(
      `INSERT INTO timers (system, kind, key, payload, run_at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (system, kind, key) DO UPDATE SET
         payload = excluded.payload, run_at_ms = excluded.run_at_ms, attempts = 0`,
      timer.system,
      timer.kind,
      timer.key ?? null,
      JSON.stringify(timer.payload),
      runAtMs
    )
    this.wake()
  }

  cancel(system: string, kind: string, key: string): void {
    this.database.run('DELETE FROM timers WHERE system = ? AND kind = ? AND key = ?', system, kind, key)
  }

  clear(system: string): void {
    this.database.run('DELETE FROM timers WHERE system = ?', system)
  }

  /** What is still to come and when, without what it is about. */
  upcoming(system: string): Upcoming[] {
    return this.database.all<Upcoming>(
      'SELECT kind, attempts, run_at_ms AS runAtMs FROM timers WHERE system = ? ORDER BY run_at_ms, id',
      system
    )
  }

  /** Everything that a system still has to do comes nearer by so much, as if time had passed. */
  pass(system: string, ms: number): void {
    this.database.run('UPDATE timers SET run_at_ms = run_at_ms - ? WHERE system = ?', Math.round(ms), system)
    this.wake()
  }

  start(): void {
    this.stopped = false
    this.wake()
  }

  async stop(): Promise<void> {
    this.stopped = true
    if (this.handle) clearTimeout(this.handle)
    await Promise.race([
      Promise.allSettled(this.running.values()),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ])
  }

  private wake(): void {
    if (this.stopped) return
    if (this.handle) clearTimeout(this.handle)
    this.handle = setTimeout(() => this.turn(), this.msToNext())
  }

  private msToNext(): number {
    const rows = this.database.all<{ id: number; run_at_ms: number }>(
      'SELECT id, run_at_ms FROM timers ORDER BY run_at_ms, id LIMIT 64'
    )
    const next = rows.find((row) => !this.running.has(row.id))
    if (!next || this.running.size >= this.runningMax) return 1000
    return Math.min(1000, Math.max(0, next.run_at_ms - Date.now()))
  }

  private turn(): void {
    const due = this.database.all<Row>(
      'SELECT * FROM timers WHERE run_at_ms <= ? ORDER BY run_at_ms, id LIMIT 64',
      Date.now()
    )
    for (const row of due) {
      if (this.running.size >= this.runningMax) break
      if (this.running.has(row.id)) continue
      const done = this.runOne(row).finally(() => {
        this.running.delete(row.id)
        this.wake()
      })
      this.running.set(row.id, done)
    }
    this.wake()
  }

  private async runOne(row: Row): Promise<void> {
    const again = await this.attempt(row)
    if (this.stopped) return
    if (again === null) {
      this.database.run('DELETE FROM timers WHERE id = ? AND run_at_ms = ?', row.id, row.run_at_ms)
      return
    }
    this.database.run(
      'UPDATE timers SET run_at_ms = ?, attempts = attempts + 1 WHERE id = ? AND run_at_ms = ?',
      Date.now() + again,
      row.id,
      row.run_at_ms
    )
  }

  /** Null when the timer has ended, else the milliseconds to wait. Work that throws is tried again in five seconds. */
  private async attempt(row: Row): Promise<number | null> {
    const work = this.works.get(`${row.system} ${row.kind}`)
    if (!work) return null
    try {
      // Only a number asks for another time: whatever else a work happens to return must not keep it turning for ever.
      const again: unknown = await work(timerOf(row))
      return typeof again === 'number' ? again : null
    } catch (error) {
      console.error(`sandbox: timer ${row.system}/${row.kind} failed:`, error)
      return 5000
    }
  }
}

/** The wheel as one system sees it. */
export class Timers {
  private readonly wheel: TimerWheel
  private readonly system: string

  constructor(wheel: TimerWheel, system: string) {
    this.wheel = wheel
    this.system = system
  }

  /** Says what a kind of timer does. To be called while the system registers, before the wheel turns. */
  on<P>(kind: string, work: TimerWork<P>): void {
    this.wheel.on(this.system, kind, work as TimerWork<unknown>)
  }

  /** With a key, a later call replaces the earlier timer of that kind and key. */
  schedule(kind: string, payload: unknown, options: { delayMs: number; key?: string }): void {
    this.wheel.schedule({ system: this.system, kind, payload, ...options })
  }

  cancel(kind: string, key: string): void {
    this.wheel.cancel(this.system, kind, key)
  }

  upcoming(): Upcoming[] {
    return this.wheel.upcoming(this.system)
  }

  /** Everything comes nearer by so many milliseconds. */
  pass(ms: number): void {
    this.wheel.pass(this.system, ms)
  }
}

function timerOf(row: Row): Timer<unknown> {
  return { id: row.id, payload: JSON.parse(row.payload), attempts: row.attempts, runAtMs: row.run_at_ms }
}
