import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { audit } from '#tests/journeys/auditor'
import { moneyOutside, type Sums } from '#tests/journeys/outside_money'
import { type Debt, openDebt, type Stage, type Way, ways } from '#tests/journeys/payers'
import { openPaymentStage } from '#tests/journeys/payment_stage'
import { findIn, findSecretsOutside } from '#tests/journeys/secrets'
import { Power } from '#tests/journeys/power'
import { WebhookRelay } from '#tests/journeys/webhook_relay'
import { Chance } from '#tests/simulation/chance'
import type { ProcessKind } from '#tests/support/app_processes'
import { tellProgress } from '#tests/support/progress'

/** `TEST_KILLS=200` for a night (`npm run kills`); the seed that decided everything is printed, `TEST_SEED` takes it again. One shows the same in a build. */
const kills = Number(process.env.TEST_KILLS ?? 1)
/** No more of them after so many minutes, however few there were. */
const minutesMax = Number(process.env.TEST_KILL_MINUTES ?? 240)
const seed = Number(process.env.TEST_SEED ?? (process.env.TEST_KILLS ? Date.now() % 1_000_000 : 7))
/** So long after somebody began to pay the power goes, at most: whatever follows a payment takes less. */
const killAfterMsMax = 700
/** One web process and three workers. */
const crew: readonly ProcessKind[] = ['web', 'worker', 'worker_2', 'worker_3']
/** A worker that was just started on a busy machine takes its time. */
const triesMax = 60

/** How often the power went while something was being paid, by way or by place. */
type Tally = Map<string, number>

/** The power goes at random while people pay in every way there is. Who pays what, how, and when it goes, follows from the seed. */
class Storm {
  private chance = new Chance(seed)
  private debts: Debt[] = []
  private count = 0
  private kills = 0
  private byVictim: Tally = new Map()
  private byWay: Tally = new Map()
  private byPlace: Tally = new Map()

  constructor(
    private stage: Stage,
    private power: Power
  ) {}

  async blow(): Promise<void> {
    const endsAt = performance.now() + minutesMax * 60_000
    let earlier: Debt[] = []
    while (this.kills < kills && performance.now() < endsAt) {
      const begun = await this.open(kills === 1 ? ways.length : this.chance.whole(3, 4))
      // Those of now are tried twice at once, as with two tabs; those of the last time once more, also where they are paid.
      const tried = new Set([...earlier, ...this.unpaid()])
      const paying = Promise.all([...begun, ...tried].map((debt) => this.tryToPay(debt)))
      const victims = kills === 1 ? (['web', 'worker'] as const) : this.pickVictims()
      await Promise.all(victims.map((victim) => this.strike(victim)))
      await paying
      await this.power.letTimePass()
      await this.power.raise(victims)
      earlier = begun
      if (kills > 10) tellProgress(`${this.kills} kills`)
    }
  }

  /** Whoever was interrupted comes back and pays what is still open, until nothing is. */
  async calm(): Promise<void> {
    for (let tries = 0; tries < triesMax; tries += 1) {
      await this.markPaid()
      if (this.unpaid().length === 0) return
      for (const debt of this.unpaid()) await this.tryToPay(debt)
      await pause(1_500)
      await this.power.letTimePass()
    }
    const open = this.unpaid().map(
      ({ way, reference, lastError }) => `${way.name} ${reference}: ${String(lastError)}`
    )
    throw new Error(`Never paid: ${open.join(', ')}`)
  }

  /** So many kills, whom they hit, and during how many of them something was being paid in each way and at each gateway. */
  report(): string {
    const tell = (tally: Tally) => [...tally].map(([name, times]) => `${name} ${times}`).join(', ')
    return [
      `Seed ${seed}: ${this.kills} kills (${tell(this.byVictim)}), ${this.debts.length} invoices, ${this.isPaid.size} paid`,
      `  while a payment was open, by way: ${tell(this.byWay)}`,
      `  by gateway: ${tell(this.byPlace)}`,
    ].join('\n')
  }

  /** Two or more of all processes at a time: starting them again is what takes longest, and they start side by side. */
  private pickVictims(): ProcessKind[] {
    const count = this.chance.whole(2, crew.length)
    const left = [...crew]
    while (left.length > count) left.splice(left.indexOf(this.chance.pick(left)), 1)
    return left
  }

  /** Each at an instant of its own. What is not paid when it has died was struck by it. */
  private async strike(victim: ProcessKind): Promise<void> {
    await pause(this.chance.whole(0, killAfterMsMax))
    await this.power.processes.kill(victim)
    this.kills += 1
    await this.markPaid()
    add(this.byVictim, [victim === 'web' ? 'web' : 'worker'])
    const struck = this.unpaid().map(({ way }) => way)
    add(this.byWay, struck.map(({ name }) => name)) // prettier-ignore
    add(this.byPlace, struck.map(({ place }) => place ?? 'balance')) // prettier-ignore
  }

  /** What has to lie at each gateway: every invoice once. */
  expected(): Sums {
    const sums: Sums = {}
    for (const { way, amount } of this.debts)
      if (way.place) sums[way.place] = (sums[way.place] ?? 0n) + amount
    return sums
  }

  private isPaid = new Set<string>()

  private unpaid(): Debt[] {
    return this.debts.filter(({ invoiceId }) => !this.isPaid.has(invoiceId))
  }

  /** Every way has its turn, in an order that is shuffled by who pays when. */
  private async open(count: number): Promise<Debt[]> {
    const begun: Debt[] = []
    for (let time = 0; time < count; time += 1) {
      const way: Way = ways[this.count % ways.length]!
      this.count += 1
      const wish = {
        way,
        payer: way.name === 'balance' ? this.stage.saver : this.chance.pick(this.stage.payers),
        amount: BigInt(this.chance.whole(100, 9_999)),
      }
      begun.push(await openDebt(this.stage, wish))
    }
    this.debts.push(...begun)
    return begun
  }

  /** Nobody answers while the power is off: that is what this is about. */
  private async tryToPay(debt: Debt): Promise<void> {
    await debt.way.pay(this.stage, debt).catch((error: unknown) => {
      debt.lastError = error
    })
  }

  private async markPaid(): Promise<void> {
    const open = this.unpaid().map(({ invoiceId }) => invoiceId)
    if (open.length === 0) return
    const rows = await this.stage.world.read(() =>
      db.selectFrom('invoices').select('id').where('id', 'in', open).where('status', '=', 'paid').execute()
    )
    for (const { id } of rows) this.isPaid.add(id)
  }
}

/** Each name once, however many there are of it. */
function add(tally: Tally, names: readonly string[]): void {
  for (const name of new Set(names)) tally.set(name, (tally.get(name) ?? 0) + 1)
}

test.group('Power goes at random while people pay', (group) => {
  group.each.timeout(kills > 10 ? 4 * 3_600_000 : 900_000)

  test('in every way there is: each invoice is paid once, and every gateway has what our books say', async ({
    assert,
    cleanup,
  }) => {
    if (process.env.TEST_KILLS) tellProgress(`Seed ${seed}, ${kills} kills`)
    const relay = await WebhookRelay.start()
    cleanup(() => relay.stop())
    const stage = await openPaymentStage(relay)
    cleanup(() => stage.world.sandbox.process.stop())
    const power = await Power.on(stage.world, { LOG_LEVEL: 'debug' })
    cleanup(() => power.off())
    if (kills > 1) await power.raise(crew.slice(2))
    const storm = new Storm(stage, power)
    const context = `TEST_SEED=${seed}`
    await storm.blow()
    await storm.calm()
    await power.settled()
    // Gateways repeat what they could not deliver: what comes from now on is kept back, what came before is still followed.
    relay.hold()
    await power.settled()
    if (process.env.TEST_KILLS) tellProgress(storm.report())
    assert.deepEqual(
      await moneyOutside(stage.world.sandbox),
      storm.expected(),
      `${context}: each invoice was paid once`
    )
    await audit(stage.world, assert)
    assert.isAbove(power.processes.wholeLog.length, 0)
    assert.deepEqual(
      { ...findIn('logs', power.processes.wholeLog), ...(await findSecretsOutside(stage.world.sandbox)) },
      {},
      'secrets in logs, mails and the sandbox'
    )
  })
})
