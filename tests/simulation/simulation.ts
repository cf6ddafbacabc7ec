import hash from '@adonisjs/core/services/hash'
import { addDays } from '#app/shared/time/calendar'
import { replayInvoices } from '#app/billing/queries/replay_invoices'
import { Auditor, type Finding } from '#tests/simulation/auditor/index'
import { BackOffice } from '#tests/simulation/back_office'
import { Chance } from '#tests/simulation/chance'
import { Company } from '#tests/simulation/company'
import { countUnderWay, nextDue } from '#tests/simulation/due'
import { Diary } from '#tests/simulation/diary'
import { breakOutside, mendOutside } from '#tests/simulation/faults'
import { Foresight } from '#tests/simulation/foresight'
import { inGroups } from '#tests/simulation/in_groups'
import { takeQuestions, watchStatements } from '#tests/simulation/process_life'
import { readProcessorTime, secondsBetween } from '#tests/simulation/processor_time'
import { type MonthReport, mostFirst, type Report, secondsSince } from '#tests/simulation/report'
import { Resident } from '#tests/simulation/resident'
import type { Settings } from '#tests/simulation/settings'
import { Workers } from '#tests/simulation/workers'
import { keep } from '#tests/support/exchange_rates'
import { as } from '#tests/support/tenants'

const unchangedQuestion = {
  fromMonth: '',
  toMonth: '',
  pricePercent: null,
  planPrices: [],
  taxRounding: null,
  taxPercents: {},
  proration: null,
}

const startsAt = new Date('2026-01-05T09:00:00Z')
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** How finely time is cut: a few people are watched by the minute, a crowd shares steps, or sweeps would take most of the time. */
const fine = { peopleMs: minuteMs, dueMs: 5 * minuteMs }
const coarse = { peopleMs: 3 * hourMs, dueMs: 3 * hourMs }
const crowdFrom = 20
const peopleAtOnce = 4
const dayMs = 24 * 60 * minuteMs
/** How often the auditor looks in between, about. */
const looksInWithinDays = 12
/** How long a company is given to come to rest before an audit, in quarters of an hour. */
const restTriesMax = 60

/**
 * Runs a company through its months and stops at the first audit that finds something.
 * @param inspect looks at the company in the end, while it still stands
 */
export async function simulate(
  settings: Settings,
  onMonth: (month: MonthReport) => void,
  inspect: (company: Company) => Promise<void> = () => Promise.resolve()
): Promise<Report> {
  const closeWatch = watchStatements()
  // A fifth of the processor's time in a month of many who sign up, and nobody here guesses a password.
  hash.fake()
  const chance = new Chance(settings.seed)
  const company = await Company.found({ at: startsAt, chance: chance.branch() })
  try {
    const run = new Simulation(settings, company, chance)
    const report = await run.execute(onMonth)
    await inspect(company)
    return report
  } finally {
    closeWatch()
    hash.restore()
    await company.close()
  }
}

class Simulation {
  private workers: Workers
  private diary = new Diary()
  private residents: Resident[]
  private office: BackOffice
  private auditor: Auditor
  private foresight: Foresight
  /** When the auditor looks in next, in between. */
  private looksInAt = 0
  private seenInBetween: Finding[] = []
  /** How often time moved, by what it moved to. */
  private steps = new Map<string, number>()
  private replayedUntil = startsAt.toISOString().slice(0, 10)
  private beganAt = performance.now()
  private isCrowd: boolean

  constructor(
    private settings: Settings,
    private company: Company,
    private chance: Chance
  ) {
    this.isCrowd = settings.customers > crowdFrom
    this.workers = new Workers(company, chance.branch(), this.isCrowd)
    this.residents = this.invite(chance.branch())
    const everyDays = Math.max(1, Math.round(60 / settings.customers))
    this.office = new BackOffice(company, this.workers, chance.branch(), this.diary, everyDays)
    this.auditor = new Auditor({
      databaseUrl: process.env.DATABASE_URL!,
      tenantId: company.tenant.id,
      timeZone: company.tenant.timeZone,
      sandboxFolder: company.sandbox.process.directory,
    })
    this.foresight = new Foresight(company, chance.branch())
  }

  async execute(onMonth: (month: MonthReport) => void): Promise<Report> {
    await keep(this.company.tenant, { USD: '1.0850', GBP: '0.8540' }, '2026-01-02')
    await this.office.prepare()
    await this.workers.settle()
    const months: MonthReport[] = []
    for (let month = 1; month <= this.settings.months; month += 1) {
      const report = await this.passMonth(month)
      months.push(report)
      onMonth(report)
      if (report.findings.length > 0) break
    }
    return this.conclude(months)
  }

  /** New customers come in the first two thirds of the time. */
  private invite(chance: Chance): Resident[] {
    const { customers, months } = this.settings
    const arrivalsMs = Math.max(10, months * 20) * dayMs
    return Array.from({ length: customers }, (_, index) => {
      const arrivesAt = startsAt.getTime() + (index === 0 ? minuteMs : Math.floor(chance.next() * arrivalsMs))
      const { company, workers, diary } = this
      return new Resident(`r${index + 1}`, company, workers, chance.branch(), diary, arrivesAt)
    })
  }

  private async passMonth(month: number): Promise<MonthReport> {
    const began = performance.now()
    const before = await readProcessorTime(this.company)
    const endsAt = new Date(Date.UTC(startsAt.getUTCFullYear(), month, 5, 9))
    await breakOutside(this.company.sandbox, this.settings.faults)
    this.workers.fate.rate = this.settings.faults
    this.looksInAt = this.company.now.getTime() + this.chance.next() * looksInWithinDays * dayMs
    while (this.company.now < endsAt) await this.step(endsAt)
    await this.workers.tally.timed('coming to rest, with its work', () => this.comeToRest())
    const { now, today } = this.company
    const findings = [
      ...this.seenInBetween,
      ...(await this.workers.tally.timed('audits', () => this.auditor.audit({ now, today }))),
      ...(await this.workers.tally.timed('replays', () => this.replay(today))),
      ...(await this.workers.tally.timed('foresight', () => this.foresight.check(this.auditor))),
    ]
    await this.workers.tally.timed('foresight', () => this.foresight.look())
    return {
      month: endsAt.toISOString().slice(0, 7),
      findings,
      wallSeconds: secondsSince(began),
      processorSeconds: secondsBetween(before, await readProcessorTime(this.company)),
      questions: Object.fromEntries(takeQuestions()),
    }
  }

  /** What was issued since the last audit, priced again under unchanged terms, must come to what was sealed. */
  private async replay(today: string): Promise<Finding[]> {
    const days = { fromOn: this.replayedUntil, untilOn: addDays(today, 1) }
    this.replayedUntil = today
    const { rows, unreadable } = await as(this.company.tenant, () => replayInvoices(days, unchangedQuestion))
    const found = [
      ...rows.map(({ reference, difference }) => `${reference} differs by ${difference}`),
      ...unreadable.map(({ reference, reason }) => `${reference} cannot be priced again: ${reason}`),
    ]
    return found
      .slice(0, 5)
      .map((text) => ({ invariant: 8, check: 'replay under unchanged terms', found: text }))
  }

  /** To the next instant at which somebody acts or something is due. */
  private async step(endsAt: Date): Promise<void> {
    const { company, workers } = this
    const actors = [...this.residents, this.office]
    const { peopleMs, dueMs } = this.isCrowd ? coarse : fine
    const nextAct = Math.ceil(Math.min(...actors.map(({ nextActAt }) => nextActAt)) / peopleMs) * peopleMs
    const due = await workers.tally.timed('asking what is due', () =>
      nextDue(company, { daysMax: 2, gridMs: dueMs })
    )
    const soonest = Math.min(nextAct, due.at.getTime(), endsAt.getTime())
    const cause = soonest === due.at.getTime() ? due.what : 'people'
    this.steps.set(cause, (this.steps.get(cause) ?? 0) + 1)
    await company.moveTo(new Date(Math.max(soonest, company.now.getTime() + minuteMs)))
    const acting = actors.filter(({ nextActAt }) => nextActAt <= company.now.getTime())
    await workers.tally.timed('people, with the work that follows', async () => {
      for (const some of inGroups(acting, this.isCrowd ? peopleAtOnce : 1))
        await Promise.all(some.map((actor) => actor.act()))
    })
    if (company.now.getTime() >= this.looksInAt) await workers.tally.timed('looking in', () => this.lookIn())
    await workers.takeStep()
  }

  /** What holds at every instant is looked at while work is under way, too. */
  private async lookIn(): Promise<void> {
    const { now, today } = this.company
    this.looksInAt = now.getTime() + looksInWithinDays * dayMs * (0.5 + this.chance.next())
    this.seenInBetween.push(...(await this.auditor.lookIn({ now, today })))
  }

  /** Faults end, and time passes until what was cut short has been done, and looking everywhere finds nothing more to do. */
  private async comeToRest(): Promise<void> {
    await mendOutside(this.company.sandbox)
    this.workers.fate.rate = 0
    let wasAtRest = true
    for (let tries = 0; tries < restTriesMax; tries += 1) {
      await this.office.lookAfterServers()
      await this.office.lookAfterMoney()
      await (wasAtRest ? this.workers.settle() : this.workers.takeStep())
      const isStill = !(await this.workers.waitForOutside())
      const isAtRest = isStill && (await countUnderWay(this.company)) === 0 && this.company.post.isEmpty
      if (isAtRest && wasAtRest && tries > 1) return
      wasAtRest = isAtRest
      await this.company.moveTo(new Date(this.company.now.getTime() + 15 * minuteMs))
    }
  }

  private async conclude(months: MonthReport[]): Promise<Report> {
    return {
      settings: this.settings,
      months,
      isClean: months.every(({ findings }) => findings.length === 0),
      wallSeconds: secondsSince(this.beganAt),
      diary: Object.fromEntries([...this.diary.deeds].toSorted()),
      tally: this.workers.tally.report(),
      unfinished: await this.listUnfinished(),
      counts: await this.count(),
      steps: mostFirst(this.steps),
    }
  }

  private async listUnfinished(): Promise<string[]> {
    const { rows } = await this.company.watch.query<{ text: string }>(
      `select format('%s %s: %s %s', kind, status, failure, input) as text from operations where status in ('waiting', 'failed') limit 20`
    )
    return rows.map(({ text }) => text)
  }

  private async count(): Promise<Record<string, number>> {
    const tables = ['customers', 'subscriptions', 'invoices', 'credit_notes', 'payments', 'services', 'events', 'messages']
    const parts = tables.map((table) => `(select count(*) from ${table})::int as ${table}`)
    const { rows } = await this.company.watch.query<Record<string, number>>(`select ${parts.join(', ')}`)
    return rows[0]!
  } // prettier-ignore
}
