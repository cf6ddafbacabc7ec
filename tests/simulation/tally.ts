import { mostFirst } from '#tests/simulation/report'

/** What was done, and what went wrong at it. */
export interface TallyReport {
  sweeps: number
  jobs: number
  /** Messages of gateways. */
  letters: number
  /** Of a process. */
  deaths: number
  /** In what the process died, and how often. */
  diedIn: Record<string, number>
  /** What failed without having died, by its message: a job that is repeated is no fault, but many of one kind are looked at. */
  failures: Record<string, number>
  /** Where the machine's time went, in milliseconds. */
  spentMs: Record<string, number>
}

/** Counts what the simulated platform does. */
export class Tally {
  sweeps = 0
  jobs = 0
  letters = 0
  private diedIn = new Map<string, number>()
  private failures = new Map<string, number>()
  private spent = new Map<string, { ms: number; times: number }>()

  died(what: string): void {
    countUp(this.diedIn, what)
  }

  failed(what: string, { message }: Error): void {
    countUp(this.failures, `${what}: ${message.slice(0, 160)}`)
  }

  /** Counts how long something takes. */
  async timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work()
    } finally {
      const { ms, times } = this.spent.get(what) ?? { ms: 0, times: 0 }
      this.spent.set(what, { ms: ms + performance.now() - began, times: times + 1 })
    }
  }

  report(): TallyReport {
    const { sweeps, jobs, letters, diedIn, failures, spent } = this
    const spentMs = [...spent].map(
      ([what, { ms, times }]) => [`in ${times} × ${what}`, Math.round(ms)] as const
    )
    return {
      sweeps,
      jobs,
      letters,
      deaths: [...diedIn.values()].reduce((sum, times) => sum + times, 0),
      diedIn: mostFirst(diedIn),
      failures: mostFirst(failures),
      spentMs: mostFirst(new Map(spentMs)),
    }
  }
}

function countUp(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}
