import type { Finding } from '#tests/simulation/auditor/index'
import type { ProcessorTime } from '#tests/simulation/processor_time'
import type { Settings } from '#tests/simulation/settings'
import type { TallyReport } from '#tests/simulation/tally'

export interface MonthReport {
  month: string
  findings: Finding[]
  wallSeconds: number
  /** What the month took of processors. */
  processorSeconds: ProcessorTime
  /** How often the database was asked, by what wanted to know. */
  questions: Record<string, number>
}

export interface Report {
  settings: Settings
  months: MonthReport[]
  isClean: boolean
  wallSeconds: number
  diary: Record<string, number>
  tally: TallyReport
  counts: Record<string, number>
  steps: Record<string, number>
  /** Work on servers that waits for staff or failed for good, and why. */
  unfinished: string[]
}

/** The most first. */
export function mostFirst(counts: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]))
}

/** To a tenth. @param began by `performance.now()` */
export function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10
}
