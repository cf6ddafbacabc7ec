/** What a measurement found: figures with their units, and the aim it is held to. */
export interface Figures {
  what: string
  figures: { label: string; value: number; unit: string }[]
  /** The figure that matters, beside what was aimed at. */
  aim: { label: string; value: number; wanted: string; isReached: boolean }
}

export type BenchReport = Figures & { name: string }

export interface Bench {
  name: string
  run(): Promise<Figures>
}

export function printReports(reports: BenchReport[]): void {
  for (const { name, what, figures, aim } of reports) {
    console.log(`\n${name}: ${what}`)
    const width = Math.max(...figures.map(({ label }) => label.length), aim.label.length)
    for (const { label, value, unit } of figures) {
      console.log(`  ${label.padEnd(width)}  ${formatted(value).padStart(12)} ${unit}`)
    }
    const verdict = aim.isReached ? 'reached' : 'missed'
    console.log(
      `  ${aim.label.padEnd(width)}  ${formatted(aim.value).padStart(12)} (aim ${aim.wanted}: ${verdict})`
    )
  }
}

function formatted(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })
}
