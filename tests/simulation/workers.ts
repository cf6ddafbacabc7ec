import { setTimeout as pause } from 'node:timers/promises'
import type { QueuedJob } from '#app/shared/jobs/job'
import { queueNames } from '#app/shared/jobs/job'
import { queue } from '#app/shared/jobs/queue'
import type { Sweep } from '#app/shared/jobs/sweep'
import type { Tenant } from '#app/shared/database/context'
import { asTenant } from '#app/shared/database/unit'
import { sendMessage } from '#app/messaging/domain/jobs'
import { findRunner } from '#start/worker'
import type { RawAnswer } from '#tests/support/openapi'
import { housekeeping, working } from '#tests/support/settle'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import type { Call } from '#tests/simulation/door'
import { Fate } from '#tests/simulation/fate'
import { inGroups } from '#tests/simulation/in_groups'
import { listDue, sweepsFor } from '#tests/simulation/due'
import { ProcessDied } from '#tests/simulation/process_life'
import { Tally } from '#tests/simulation/tally'

/** What the sandbox does within so many milliseconds belongs to this round. */
const soonMs = 150
/** Nobody audits while it is about to do something within so many milliseconds. */
const aboutToMs = 10_000
const roundsMax = 200
/** How often a step looks again for what became due by what it did. */
const looksMax = 4
/** As many as a worker process has pollers. */
const jobsAtOnce = 6
/** As many as a gateway sends side by side. */
const lettersAtOnce = 16

const isLetter = ({ data }: { data: QueuedJob }) => data.job === sendMessage.name

/** Does what workers would do, one thing at a time, so that a seed decides the order. Some of it dies on the way. */
export class Workers {
  readonly tally = new Tally()
  readonly fate: Fate
  private houseKeptOn = ''
  private sweptOn = ''
  private travelling = new Set<Promise<void>>()

  constructor(
    private company: Company,
    chance: Chance,
    /** In a crowd what follows from a deed is done at the end of the step, with what follows from those of others. */
    private isCrowd: boolean
  ) {
    this.fate = new Fate(chance, this.tally)
  }

  /** Looks for all that is due and works until nothing is left that can be done at this instant. */
  async settle(): Promise<void> {
    for (let round = 0; round < roundsMax; round += 1) {
      await this.sweep(this.allSweeps())
      if ((await this.workOff()) === 0) return
    }
    throw new Error('Work did not come to rest')
  }

  /**
   * Does what people gave to do and what is due, and looks again only where more became due by that. On each new day all sweeps run, in
   * between those in whose tables something is due: the others would find nothing.
   */
  async takeStep(): Promise<void> {
    const day = this.company.today
    const isNewDay = day !== this.sweptOn
    this.sweptOn = day
    if (!isNewDay) await this.workOff()
    for (let look = 0; look < looksMax; look += 1) {
      const due = await this.tally.timed('asking what is due', () => listDue(this.company))
      const isWhole = isNewDay && look === 0
      if (due.length === 0 && !isWhole) return
      const names = new Set(due.flatMap((what) => sweepsFor[what] ?? []))
      await this.sweep(isWhole ? this.allSweeps() : working.filter(({ name }) => names.has(name)))
      if ((await this.workOff()) === 0) return
    }
  }

  /** What follows from what somebody just did. */
  async followUp(): Promise<void> {
    if (!this.isCrowd) await this.work()
  }

  /** @returns how many jobs and messages there were */
  private async workOff(): Promise<number> {
    const done = await this.work()
    await this.letTravellersArrive()
    return done
  }

  private async tellUnrest(): Promise<string> {
    const timers = await this.company.sandbox.process.json<{ due_in_ms: number }[]>('GET', '/_timers')
    const { rows } = await this.company.watch.query<object>(
      `select data->>'job' as job, state, count(*)::int from pgboss.job where state in ('created', 'retry', 'active') group by 1, 2`
    )
    return JSON.stringify({
      jobs: rows,
      timers: timers.toSorted((a, b) => a.due_in_ms - b.due_in_ms).slice(0, 5),
    })
  }

  private async letTravellersArrive(): Promise<void> {
    await Promise.all(this.travelling)
    this.travelling.clear()
  }

  /** Jobs and messages of gateways, without looking for what is due. @returns how many there were */
  async work(): Promise<number> {
    let total = 0
    for (let round = 0; round < roundsMax; round += 1) {
      const done = (await this.runJobs()) + (await this.takeLetters())
      total += done
      if (done > 0) continue
      const waitMs = await this.tally.timed('asking the outside', () => this.msToNextOutside())
      if (waitMs === null) return total
      await this.tally.timed('waiting for the outside', () => pause(waitMs))
    }
    throw new Error(`Jobs did not come to rest: ${await this.tellUnrest()}`)
  }

  /** House is kept once a day. */
  private allSweeps(): Sweep[] {
    const day = this.company.now.toISOString().slice(0, 10)
    const isNewDay = day !== this.houseKeptOn
    this.houseKeptOn = day
    return isNewDay ? [...working, ...housekeeping] : working
  }

  private async sweep(some: readonly Sweep[]): Promise<void> {
    const tenant = await this.company.fresh()
    for (const sweep of some) {
      this.tally.sweeps += 1
      const run = () => asTenant({ tenant, cause: `sweep:${sweep.name}` }, () => sweep.run())
      await this.tally
        .timed(`sweep ${sweep.name}`, () => this.fate.live(`sweep ${sweep.name}`, run))
        .catch((error: Error) => this.tally.failed(`sweep ${sweep.name}`, error))
    }
  }

  private async runJobs(): Promise<number> {
    const found = await this.tally.timed('fetching jobs', () => this.fetchJobs())
    const count = found.reduce((sum, { jobs }) => sum + jobs.length, 0)
    if (count === 0) return 0
    const tenant = await this.company.fresh()
    for (const { name, jobs } of found) {
      const [letters, work] = [jobs.filter(isLetter), jobs.filter((job) => !isLetter(job))]
      const done: string[] = []
      for (const some of inGroups(work, this.isCrowd ? jobsAtOnce : 1)) {
        const ends = await Promise.all(some.map((job) => this.finish(tenant, name, job)))
        done.push(...some.filter((_job, position) => ends[position]).map(({ id }) => id))
      }
      if (done.length > 0) await queue().complete(name, done)
      // Mails travel while other work goes on.
      for (const job of letters) {
        const arrival = this.finish(tenant, name, job)
        this.travelling.add(
          arrival.then(async (isDone) => void (isDone && (await queue().complete(name, job.id))))
        )
      }
    }
    this.tally.jobs += count
    return count
  }

  /** Of those queues in which something lies: mostly that is one, or none. */
  private async fetchJobs() {
    const { rows } = await this.company.watch.query<{ name: string }>({
      name: 'queues',
      text: `select distinct name from pgboss.job where state < 'active' and not blocked and start_after <= pgboss.job_now()`,
    })
    const names = queueNames.filter((name) => rows.some((row) => row.name === name))
    return Promise.all(
      names.map(async (name) => ({
        name,
        jobs: await queue().fetch<QueuedJob>(name, { batchSize: 200 }),
      }))
    )
  }

  /** @returns whether it may be called complete; one that failed or whose process died is run again */
  private async finish(
    tenant: Tenant,
    name: string,
    { id, data }: { id: string; data: QueuedJob }
  ): Promise<boolean> {
    const failure = await this.runOne(tenant, data)
    if (failure) await queue().fail(name, id, { message: failure.message })
    return failure === null
  }

  private async runOne(
    tenant: Tenant,
    { job, payload, requestId, isBulk }: QueuedJob
  ): Promise<Error | null> {
    const life = this.fate.drawLife()
    try {
      const runner = await findRunner(job)
      const run = () =>
        asTenant({ tenant, requestId, isBulk, cause: `job:${job}` }, () => runner.run(payload))
      const lived = await this.tally.timed(`job ${job}`, () => this.fate.live(`job ${job}`, run, life))
      return lived ? null : new ProcessDied()
    } catch (error) {
      this.tally.failed(`job ${job}`, error as Error)
      return error as Error
    }
  }

  /** Brings a request to the application. One that changes something may be the last of its process. */
  async pass(call: Call): Promise<RawAnswer> {
    const life = call.method === 'GET' ? null : this.fate.drawLife()
    try {
      return await this.company.door.ask(call, life)
    } finally {
      if (life?.isOver)
        this.tally.died(`${call.method} ${call.path.replaceAll(/[a-z]+_[0-9a-z]{20,}/g, ':id')}`)
    }
  }

  private async takeLetters(): Promise<number> {
    const count = await this.tally.timed('messages of gateways', () =>
      this.company.post.deliver(this.fate.rate, this.isCrowd ? lettersAtOnce : 1, (call) => this.pass(call))
    )
    this.tally.letters += count
    return count
  }

  /** Waits for what the outside is about to do by itself, such as an eCheck that clears. @returns whether it did something */
  async waitForOutside(): Promise<boolean> {
    const waitMs = await this.msToNextOutside(aboutToMs)
    if (waitMs !== null) await pause(waitMs)
    return waitMs !== null
  }

  /** How long until the outside does something by itself that belongs to this instant. */
  private async msToNextOutside(withinMs = soonMs): Promise<number | null> {
    const timers = await this.company.sandbox.process.json<{ due_in_ms: number; attempts: number }[]>(
      'GET',
      '/_timers'
    )
    const soonest = Math.min(...timers.map(({ due_in_ms: ms }) => ms))
    return soonest <= withinMs ? Math.max(2, soonest + 1) : null
  }
}
