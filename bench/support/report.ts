/** What a measurement found: figures with their units, and the aim it is held to. */
export interface Figures {
  what: string
  figures: { label: string; value: number; unit: string }[]
  /** The figures that matter, beside what was aimed at. */
  aims: Aim[]
}

export interface Aim {
  label: string
  value: number
  wanted: string
  isReached: boolean
}

export type BenchReport = Figures & { name: string }

/** What a measurement is asked for besides its name. */
export interface BenchWish {
  /** How many subscriptions the large billing run has; null: as many as its aim names. */
  subscriptions: number | null
  /** How many facts the searched audit log holds; null: as many as its aim names. */
  events: number | null
}

export interface Bench {
  name: string
  /** Runs only when it is named: for the night. */
  isNightly?: boolean
  /** Its memory is told, so it must not run in a process that measured other things before. */
  hasOwnProcess?: boolean
  run(wish: BenchWish): Promise<Figures>
}

export function printReports(reports: BenchReport[]): void {
  for (const { name, what, figures, aims } of reports) {
    console.log(`\n${name}: ${what}`)
    const width = Math.max(...[...figures, ...aims].map(({ label }) => label.length))
    for (const { label, value, unit } of figures) {
      console.log(`  ${label.padEnd(width)}  ${formatted(value).padStart(12)} ${unit}`)
    }
    for (const { label, value, wanted, isReached } of aims) {
      const verdict = wanted === 'none' ? '' : ` (aim ${wanted}: ${isReached ? 'reached' : 'missed'})`
      console.log(`  ${label.padEnd(width)}  ${formatted(value).padStart(12)}${verdict}`)
    }
  }
}

function formatted(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })
}
