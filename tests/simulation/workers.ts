import { setTimeout as pause } from 'node:timers/promises'
import type { QueuedJob } from '#app/shared/jobs/job'
import { queueNames } from '#app/shared/jobs/job'
import { queue } from '#app/shared/jobs/queue'
import { runJob } from '#app/shared/jobs/run_job'
import { asTenant } from '#app/shared/database/unit'
import { sendMessage } from '#app/messaging/domain/jobs'
import { findRunner } from '#start/worker'
import { sweeps } from '#start/sweeps'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import { liveThrough, ProcessDied } from '#tests/simulation/process_life'

/** What the sandbox does within so many milliseconds belongs to this round. */
const soonMs = 150
const roundsMax = 200
const statementsOfALife = 30
/** What looks at the clock of the machine, which hardly moves here, or makes figures for pages. */
const oncePerDay = new Set([
  'sample_status',
  'clear_old_records',
  'check_panels',
  'observe_services',
  'sum_up_days',
  'recognise_revenue',
])

const isLetter = ({ data }: { data: QueuedJob }) => data.job === sendMessage.name

export interface Tally {
  sweeps: number
  jobs: number
  deaths: number
  letters: number
  /** What failed without having died, by its message: a job that is repeated is no fault, but many of one kind are looked at. */
  failures: Map<string, number>
  /** Where the machine's time went, in milliseconds. */
  spentMs: Map<string, number>
}

/** Does what workers would do, one thing at a time, so that a seed decides the order. Some of it dies on the way. */
export class Workers {
  readonly tally: Tally = {
    sweeps: 0,
    jobs: 0,
    deaths: 0,
    letters: 0,
    failures: new Map(),
    spentMs: new Map(),
  }
  private sweptOn = ''
  private travelling = new Set<Promise<void>>()
  /** How often things go wrong; zero before an audit. */
  rate = 0

  constructor(
    private company: Company,
    private chance: Chance
  ) {}

  /** Looks for all that is due and works until nothing is left that can be done at this instant. */
  async settle(): Promise<void> {
    for (let round = 0; round < roundsMax; round += 1) {
      await this.sweep()
      const done = await this.work()
      await Promise.all(this.travelling)
      this.travelling.clear()
      if (done === 0) return
    }
    throw new Error('Work did not come to rest')
  }

  /** Jobs and messages of gateways, without looking for what is due. @returns how many there were */
  async work(): Promise<number> {
    let total = 0
    for (let round = 0; round < roundsMax; round += 1) {
      const done = (await this.runJobs()) + (await this.takeLetters())
      total += done
      if (done > 0) continue
      const waitMs = await this.timed('asking the outside', () => this.msToNextOutside())
      if (waitMs === null) return total
      await this.timed('waiting for the outside', () => pause(waitMs))
    }
    throw new Error('Jobs did not come to rest')
  }

  /** Runs a piece of work as a process that may die in it. @returns false when it did */
  async live(work: () => Promise<unknown>): Promise<boolean> {
    if (!this.chance.happens(this.rate)) {
      await work()
      return true
    }
    const life = {
      statementsLeft: this.chance.whole(1, statementsOfALife),
      lastArrives: this.chance.happens(0.5),
      isOver: false,
    }
    try {
      await liveThrough(life, work)
    } catch (error) {
      if (!life.isOver) throw error
    }
    if (life.isOver) this.tally.deaths += 1
    return !life.isOver
  }

  /** Counts how long something takes. */
  async timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work()
    } finally {
      this.tally.spentMs.set(what, (this.tally.spentMs.get(what) ?? 0) + performance.now() - began)
    }
  }

  private async sweep(): Promise<void> {
    const tenant = await this.company.fresh()
    const day = this.company.now.toISOString().slice(0, 10)
    const isNewDay = day !== this.sweptOn
    this.sweptOn = day
    for (const sweep of sweeps) {
      if (!isNewDay && oncePerDay.has(sweep.name)) continue
      this.tally.sweeps += 1
      const run = () => asTenant({ tenant, cause: `sweep:${sweep.name}` }, () => sweep.run())
      await this.timed(`sweep ${sweep.name}`, () => this.live(run)).catch((error: Error) =>
        this.note(`sweep ${sweep.name}`, error)
      )
    }
  }

  private async runJobs(): Promise<number> {
    let count = 0
    for (const name of queueNames) {
      const jobs = await this.timed('fetching jobs', () => queue().fetch<QueuedJob>(name, { batchSize: 200 }))
      count += jobs.length
      const [letters, work] = [jobs.filter(isLetter), jobs.filter((job) => !isLetter(job))]
      for (const job of work) await this.finish(name, job)
      // Each mail waits a tenth of a second for the greeting of its server: they travel while other work goes on.
      for (const job of letters) this.travelling.add(this.finish(name, job))
    }
    this.tally.jobs += count
    return count
  }

  private async finish(name: string, { id, data }: { id: string; data: QueuedJob }): Promise<void> {
    const failure = await this.runOne(data)
    if (failure) await queue().fail(name, id, { message: failure.message })
    else await queue().complete(name, id)
  }

  /** A job whose process died is found unfinished when its time is over, and is run again. */
  private async runOne(data: QueuedJob): Promise<Error | null> {
    try {
      const lived = await this.timed(`job ${data.job}`, () => this.live(() => runJob(data, findRunner)))
      return lived ? null : new ProcessDied()
    } catch (error) {
      this.note(`job ${data.job}`, error as Error)
      return error as Error
    }
  }

  private async takeLetters(): Promise<number> {
    const count = await this.timed('messages of gateways', () => this.company.post.deliver(this.rate))
    this.tally.letters += count
    return count
  }

  /** How long until the outside does something by itself that belongs to this instant. */
  private async msToNextOutside(): Promise<number | null> {
    const timers = await this.company.sandbox.process.json<{ due_in_ms: number; attempts: number }[]>(
      'GET',
      '/_timers'
    )
    const soonest = Math.min(...timers.map(({ due_in_ms: ms }) => ms))
    return soonest <= soonMs ? Math.max(2, soonest + 1) : null
  }

  private note(what: string, error: Error): void {
    const key = `${what}: ${error.message.slice(0, 160)}`
    this.tally.failures.set(key, (this.tally.failures.get(key) ?? 0) + 1)
  }
}
