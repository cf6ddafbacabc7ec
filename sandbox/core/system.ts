import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Faults } from './faults.ts'
import type { RequestLog } from './request_log.ts'
import type { Settings } from './settings.ts'
import type { Store } from './store.ts'
import type { Timers } from './timers.ts'

/** What a system is given to work with. Each kit sees its own system's state only. */
export type Kit = {
  system: string
  settings: Settings
  store: Store
  faults: Faults
  timers: Timers
  log: RequestLog
  /** The real time in milliseconds: vendors do not follow anybody's time machine. */
  nowMs: () => number
}

/** Faults every system knows, struck around its handlers by the core. */
export const commonFaults = [
  'latency_ms',
  'answer_late_ms',
  'error_500',
  'timeout_before',
  'timeout_after',
] as const

export type Counter = { label: string; value: string | number; tone?: 'neutral' | 'good' | 'bad' }
export type Cell = string | number | boolean | null
/** A button of a row: what the console sends when it is pressed. */
export type TableAction = { label: string; method: 'POST' | 'PUT' | 'DELETE'; url: string }
export type TableRow = { cells: Cell[]; href?: string; actions?: TableAction[] }
export type Table = { name: string; title: string; columns: string[]; rows: TableRow[] }

/** A stand-in for one outside system. */
export interface SandboxSystem {
  name: string
  title: string
  /** Paths that belong to the vendor's interface: faults and the request log apply to these and to nothing else. */
  apiPrefixes: string[]
  /** Faults beyond the common ones, with a sentence for the console. */
  faults: Record<string, string>
  /** Adds its routes and says what its timers do. */
  register(app: FastifyInstance, kit: Kit): Promise<void> | void
  /** What is served besides HTTP (a mail port); called once the HTTP port is open. */
  start?(kit: Kit): Promise<void>
  stop?(kit: Kit): Promise<void>
  /** The vendor's own body for an answer 500. */
  serverError?(request: FastifyRequest): unknown
  overview(kit: Kit): Counter[]
  tables(kit: Kit): Table[]
  /** The whole state, for tests that compare it with the platform's. */
  state(kit: Kit): Record<string, unknown>
  /** Puts back what must exist after the store was emptied. */
  reset(kit: Kit): void
}
