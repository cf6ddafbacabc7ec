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

/** `TEST_KILLS=200` for a night (`npm run kills`); the seed that decided everything is printed, `TEST_SEED` takes it again. One shows the same in a build. */
const kills = Number(process.env.TEST_KILLS ?? 1)
/** No more of them after so many minutes, however few there were. */
const minutesMax = Number(process.env.TEST_KILL_MINUTES ?? 240)
const seed = Number(process.env.TEST_SEED ?? (process.env.TEST_KILLS ? Date.now() % 1_000_000 : 7))
/** So long after somebody began to pay the power goes, at most: whatever follows a payment takes less. */
const killAfterMsMax = 700
/** A worker that was just started on a busy machine takes its time. */
const triesMax = 60

/** The power goes at random while people pay in every way there is. Who pays what, how, and when it goes, follows from the seed. */
class Storm {
  private chance = new Chance(seed)
  private debts: Debt[] = []
  private count = 0

  constructor(
    private stage: Stage,
    private power: Power
  ) {}

  async blow(): Promise<void> {
    const endsAt = performance.now() + minutesMax * 60_000
    for (let kill = 1; kill <= kills && performance.now() < endsAt; kill += 1) {
      const begun = await this.open(kills === 1 ? ways.length : this.chance.whole(3, 4))
      // Those of now are tried twice at once, as with two tabs.
      const paying = Promise.all([...begun, ...this.unpaid()].map((debt) => this.tryToPay(debt)))
      await pause(this.chance.whole(0, killAfterMsMax))
      const victims: ProcessKind[] =
        kills === 1 ? ['web', 'worker'] : this.chance.pick([['web'], ['worker'], ['web', 'worker']])
      for (const victim of victims) await this.power.processes.kill(victim)
      await paying
      await this.power.letTimePass()
      await Promise.all(victims.map((victim) => this.power.processes.boot(victim)))
      if (kills > 10 && kill % 10 === 0)
        process.stderr.write(`${kill} kills, ${this.debts.length} invoices\n`)
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
    const rows = await this.stage.world.read(() =>
      db.selectFrom('invoices').select('id').where('status', '=', 'paid').execute()
    )
    for (const { id } of rows) this.isPaid.add(id)
  }
}

test.group('Power goes at random while people pay', (group) => {
  group.each.timeout(kills > 10 ? 4 * 3_600_000 : 900_000)

  test('in every way there is: each invoice is paid once, and every gateway has what our books say', async ({
    assert,
    cleanup,
  }) => {
    if (process.env.TEST_KILLS) process.stderr.write(`Seed ${seed}, ${kills} kills\n`)
    const relay = await WebhookRelay.start()
    cleanup(() => relay.stop())
    const stage = await openPaymentStage(relay)
    cleanup(() => stage.world.sandbox.process.stop())
    const power = await Power.on(stage.world, { LOG_LEVEL: 'debug' })
    cleanup(() => power.off())
    const storm = new Storm(stage, power)
    const context = `TEST_SEED=${seed}`
    await storm.blow()
    await storm.calm()
    await power.settled()
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
