import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import type pg from 'pg'
import type { ServiceRow } from '#app/provisioning/records/services'
import { kinds, OperationStage, stageEnvironment } from '#tests/journeys/operation_stage'
import { connect } from '#tests/journeys/power'
import { storyTenant } from '#tests/journeys/story_tenant'
import { Chance } from '#tests/simulation/chance'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import { AppProcesses } from '#tests/support/app_processes'
import { tellProgress } from '#tests/support/progress'
import { Sandbox } from '#tests/support/sandbox'

/** `npm run kills:operations` for a night; the seed that decided everything is printed, `TEST_SEED` takes it again. One shows the same in a build. */
const kills = Number(process.env.TEST_OPERATION_KILLS ?? 1)
const minutesMax = Number(process.env.TEST_KILL_MINUTES ?? 240)
const seed = Number(process.env.TEST_SEED ?? (process.env.TEST_OPERATION_KILLS ? Date.now() % 1_000_000 : 11))
const killAfterMsMax = 1_200
/** So many of a kind at most at one time: racks are small. */
const perKindMax = 3
const drivers = Object.keys(kinds)

type Victims = readonly ('worker' | 'sandbox')[]

/** The power of worker and panels goes at random while servers of every kind are made, held, used and ended. */
class Storm {
  private chance = new Chance(seed)
  private made: { driver: string; service: ServiceRow }[] = []
  private turn = 0

  constructor(
    private stage: OperationStage,
    private processes: AppProcesses,
    private watch: pg.Client
  ) {}

  async blow(): Promise<void> {
    const endsAt = performance.now() + minutesMax * 60_000
    for (let kill = 1; kill <= kills && performance.now() < endsAt; kill += 1) {
      const all = kills <= drivers.length
      for (let time = 0; time < (all ? drivers.length : this.chance.whole(2, 4)); time += 1) await this.act()
      await pause(this.chance.whole(0, killAfterMsMax))
      const both: Victims = ['worker', 'sandbox']
      const victims = kills === 1 ? both : this.chance.pick<Victims>([['worker'], ['sandbox'], both])
      for (const victim of victims) await this.take(victim)
      // What a dead worker held is free: of a living one nothing is taken, because nobody waits three minutes for an answer of it.
      if (victims.includes('worker')) await this.freeLeases()
      for (const victim of victims) await this.bring(victim)
      if (kills > 10 && kill % 10 === 0) tellProgress(`${kill} kills, ${this.made.length} services`)
    }
  }

  /** Every pause is short from here on, until nothing is open any more. */
  async calm(): Promise<void> {
    const deadline = performance.now() + 600_000
    for (;;) {
      const open = await this.stage.openWork()
      if (open.length === 0) return
      if (performance.now() > deadline)
        throw new Error(`Never ended: ${JSON.stringify(open)}\n${this.processes.log.slice(-4_000)}`)
      await this.watch.query(`update operations set next_attempt_at = now() where leased_until is null and next_attempt_at > now()`) // prettier-ignore
      await pause(500)
    }
  }

  /** One thing more for one kind, each in its turn. */
  private async act(): Promise<void> {
    const driver = drivers[this.turn % drivers.length]!
    this.turn += 1
    const own = this.made.filter((one) => one.driver === driver)
    const living = (await Promise.all(own.map(({ service }) => this.stage.now(service)))).filter(
      ({ status, desired }) => desired !== 'gone' && status !== 'failed' && status !== 'terminated'
    )
    if (living.length === 0 || (living.length < perKindMax && this.chance.happens(0.4))) {
      this.made.push({ driver, service: await this.stage.create(driver) })
      return
    }
    const service = this.chance.pick(living)
    const deed = this.chance.pick(['place', 'lift', 'power', 'reset_password', 'end'] as const)
    if (deed === 'end') await this.stage.end(service)
    else if (deed === 'place' || deed === 'lift') await this.stage.hold(service, deed)
    else await this.stage.ask(service, deed)
  }

  private take(victim: Victims[number]): Promise<void> {
    return victim === 'worker' ? this.processes.kill('worker') : this.stage.sandbox.process.kill()
  }

  private bring(victim: Victims[number]): Promise<void> {
    return victim === 'worker' ? this.processes.boot('worker') : this.stage.sandbox.process.boot()
  }

  private async freeLeases(): Promise<void> {
    await this.watch.query(`
      update operations set next_attempt_at = now(), leased_until = null where leased_until is not null;
      update platform.sweep_runs set last_started_at = last_started_at - interval '6 minutes';
      update pgboss.job set started_on = started_on - interval '6 minutes' where state = 'active';
      update pgboss.job set start_after = start_after - interval '6 minutes' where state = 'retry';`)
  }
}

test.group('Power goes at random while servers are worked on', (group) => {
  group.each.timeout(kills > 10 ? 4 * 3_600_000 : 900_000)

  test('of worker and panels, over all kinds: one server for each paid service, and none left over', async ({
    assert,
    cleanup,
  }) => {
    if (process.env.TEST_OPERATION_KILLS) tellProgress(`Seed ${seed}, ${kills} kills`)
    const sandbox = new Sandbox(await SandboxProcess.start(stageEnvironment()))
    cleanup(() => sandbox.process.stop())
    const stage = await OperationStage.open(sandbox)
    storyTenant.id = stage.tenant.id
    const smtpUrl = `smtp://127.0.0.1:${sandbox.process.smtpPort}`
    const processes = await AppProcesses.start({ smtpUrl, kinds: ['worker'] })
    cleanup(() => processes.stop())
    const watch = await connect()
    cleanup(() => watch.end())
    const storm = new Storm(stage, processes, watch)
    await storm.blow()
    await storm.calm()
    const paidFor = await stage.paidFor()
    assert.isNotEmpty(paidFor)
    // A panel that refuses everybody has nothing left over either.
    if (kills === 1 || kills > 10) assert.sameMembers(await stage.handedOver(), drivers)
    assert.deepEqual(await stage.standing(), paidFor, `TEST_SEED=${seed}: what stands and what is paid for`)
  })
})
