import type { Database } from './database.ts'
import type { SeededRandom } from './random.ts'
import { routeMatches } from './routes.ts'

export type Fault = {
  system: string
  fault: string
  /** Empty: every route of the system. */
  route: string
  enabled: boolean
  rate: number
  /** How many more calls it hits; null: no end. */
  times: number | null
  value: number | null
}

export type FaultChange = Partial<Omit<Fault, 'system' | 'fault'>>

type Row = Omit<Fault, 'enabled'> & { enabled: number }

/** The switches of every system. A fault that runs out of `times` turns itself off. */
export class FaultBoard {
  private readonly database: Database
  private readonly random: SeededRandom

  constructor(database: Database, random: SeededRandom) {
    this.database = database
    this.random = random
  }

  set(system: string, fault: string, change: FaultChange): Fault {
    const row: Fault = {
      system,
      fault,
      route: change.route ?? '',
      enabled: change.enabled ?? true,
      rate: change.rate ?? 1,
      times: change.times ?? null,
      value: change.value ?? null,
    }
    this.database.run(
      `INSERT INTO faults (system, fault, route, enabled, rate, times, value) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (system, fault, route) DO UPDATE SET
         enabled = excluded.enabled, rate = excluded.rate, times = excluded.times, value = excluded.value`,
      system,
      fault,
      row.route,
      row.enabled ? 1 : 0,
      row.rate,
      row.times,
      row.value
    )
    return row
  }

  list(system?: string): Fault[] {
    const rows = this.database.all<Row>('SELECT * FROM faults ORDER BY system, fault, route')
    return rows
      .filter((row) => system === undefined || row.system === system)
      .map((row) => ({ ...row, enabled: row.enabled === 1 }))
  }

  clear(system?: string): void {
    if (system === undefined) this.database.run('DELETE FROM faults')
    else this.database.run('DELETE FROM faults WHERE system = ?', system)
  }

  /** Decides whether a fault strikes now, and counts the strike. Without a call, faults with a route are passed over. */
  take(system: string, fault: string, call?: { method: string; path: string }): Fault | null {
    const rows = this.database.all<Row>(
      'SELECT * FROM faults WHERE system = ? AND fault = ? AND enabled = 1 ORDER BY route',
      system,
      fault
    )
    for (const found of rows) {
      const row = { ...found, enabled: true }
      if (row.times === 0) continue
      if (row.route && !(call && routeMatches(row.route, call.method, call.path))) continue
      if (row.rate < 1 && this.random.next() >= row.rate) continue
      if (row.times !== null) this.spend(row)
      return row
    }
    return null
  }

  private spend(row: Fault): void {
    const left = (row.times ?? 1) - 1
    this.set(row.system, row.fault, { ...row, times: left, enabled: left > 0 })
  }
}

/** The board as one system sees it. */
export class Faults {
  private readonly board: FaultBoard
  private readonly system: string

  constructor(board: FaultBoard, system: string) {
    this.board = board
    this.system = system
  }

  /** True when the fault strikes now; counts down its `times`. */
  strikes(fault: string, call?: { method: string; path: string }): boolean {
    return this.take(fault, call) !== null
  }

  take(fault: string, call?: { method: string; path: string }): Fault | null {
    return this.board.take(this.system, fault, call)
  }

  list(): Fault[] {
    return this.board.list(this.system)
  }
}
