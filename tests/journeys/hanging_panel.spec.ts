import { test } from '@japa/runner'
import type pg from 'pg'
import { announceWaitingJobs } from '#app/shared/jobs/waiting_jobs'
import type { ServiceRow } from '#app/provisioning/records/services'
import { kinds, OperationStage, stageEnvironment } from '#tests/journeys/operation_stage'
import { connect } from '#tests/journeys/power'
import { storyTenant } from '#tests/journeys/story_tenant'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import { AppProcesses, eventually } from '#tests/support/app_processes'
import { tellProgress } from '#tests/support/progress'
import { Sandbox } from '#tests/support/sandbox'

/** `npm run hanging` for a night: so many operations are due on the panel that hangs. In a build some are enough to fill every worker. */
const due = Number(process.env.TEST_HANGING ?? 24)
const isNight = process.env.TEST_HANGING !== undefined
/** The day: so often everything that waits for the panel is due at once. */
const hours = Number(process.env.TEST_HANGING_HOURS ?? (isNight ? 24 : 1))
/** An hour of the day lasts this long, and what is due in it is spread over it, as pauses of different lengths spread it: some hundred times denser than in truth. */
const hourMs = 10_000
/** So often each is measured before and after. Within the day all the time. */
const calmRounds = isNight ? 10 : 1
const hanging = 'virtfusion'
const others = isNight ? Object.keys(kinds).filter((driver) => driver !== hanging) : ['kasm']
/** A call is given up after this long: as the driver does it by itself; in a build so late that nothing that is awaited ends by it. */
const callTimeoutMs = isNight ? 20_000 : 120_000

class Watchman {
  constructor(
    private stage: OperationStage,
    private client: pg.Client
  ) {}

  /** Something runs on each of the four other panels. */
  async settle(): Promise<Map<string, ServiceRow>> {
    const services = new Map<string, ServiceRow>()
    for (const driver of others) services.set(driver, await this.stage.create(driver))
    for (const service of services.values()) await this.until(service, 'active')
    return services
  }

  /** How long an operation takes on each, once to lock and once to open again, from the wish until its panel has done it. */
  async measure(services: Map<string, ServiceRow>, rounds = 1): Promise<number[]> {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      for (const service of services.values()) {
        for (const [deed, status] of [['place', 'suspended'], ['lift', 'active']] as const) {
          const startedAt = performance.now()
          await this.stage.hold(service, deed)
          await this.until(service, status)
          times.push(performance.now() - startedAt)
        }
      }
    }
    return times
  } // prettier-ignore

  /** Everything that waits for the panel is due within the hour and has waited for an hour more: what waits for twelve gives up. */
  async letAnHourPass(): Promise<void> {
    const ofPanel =
      'from services s, panels p where s.id = o.service_id and p.id = s.panel_id and p.driver = $1'
    await this.client.query(
      `with open as (select o.tenant_id, o.id ${ofPanel.replace('from ', 'from operations o, ')} and o.status in ('queued', 'running', 'waiting'))
       update operation_steps t set started_at = t.started_at - interval '1 hour' from open
        where t.tenant_id = open.tenant_id and t.operation_id = open.id and t.status in ('running', 'waiting')`,
      [hanging]
    )
    await this.client.query(
      `update operations o set next_attempt_at = now() + random() * $2::interval
       ${ofPanel} and o.leased_until is null and o.next_attempt_at > now()`,
      [hanging, `${hourMs} milliseconds`]
    )
    // The hour passes in the queue as well: a job whose time was moved away from it would lie there beside the one that takes its place.
    await this.client.query(
      `update pgboss.job set start_after = least(start_after, now() + random() * $1::interval)
        where state = 'created' and data->>'job' = 'provisioning.run_operation'`,
      [`${hourMs} milliseconds`]
    )
  }

  async count(question: string): Promise<number> {
    return Number((await this.client.query<{ count: string }>(question)).rows[0]!.count)
  }

  private async until(service: ServiceRow, status: string): Promise<void> {
    await eventually(async () => (await this.stage.now(service)).status === status, {
      withinMs: 600_000,
      what: `${service.hostname} to be ${status}`,
      everyMs: 20,
    })
  }
}

test.group('A panel hangs', (group) => {
  group.each.timeout(isNight ? 4 * 3_600_000 : 600_000)

  test(`with ${due} operations due on it, and the others work as before`, async ({ assert, cleanup }) => {
    const sandbox = new Sandbox(await SandboxProcess.start(stageEnvironment()))
    cleanup(() => sandbox.process.stop())
    const stage = await OperationStage.open(sandbox)
    storyTenant.id = stage.tenant.id
    const client = await connect()
    cleanup(() => client.end())
    const wait = JSON.stringify({ callTimeoutMs })
    await client.query('update panels set config = config || $1::jsonb where driver = $2', [wait, hanging])
    const smtpUrl = `smtp://127.0.0.1:${sandbox.process.smtpPort}`
    const processes = await AppProcesses.start({ smtpUrl, kinds: ['worker'] })
    cleanup(() => processes.stop())
    // As the web process does, in which people wish for things.
    cleanup(announceWaitingJobs())
    const watchman = new Watchman(stage, client)
    const services = await watchman.settle()
    const before = await watchman.measure(services, calmRounds)

    await sandbox.fault(hanging, 'timeout_before', { value: 3_600_000 })
    for (let made = 0; made < due; made += 1) await stage.create(hanging)
    const during: number[] = []
    for (let hour = 0; hour < hours; hour += 1) {
      if (hour > 0) await watchman.letAnHourPass()
      const endsAt = performance.now() + (isNight ? hourMs : 0)
      do during.push(...(await watchman.measure(services)))
      while (performance.now() < endsAt)
    }
    const lost = `select count(*) from remote_calls where system like '${hanging}:%' and outcome in ('unknown', 'failed')`
    if (!isNight) {
      // What was done on the other panel was done while every call to this one was still under way.
      assert.equal(await watchman.count(lost), 0)
      return
    }
    const jobs = await watchman.count(
      `select count(*) from pgboss.job where state = 'created' and name = 'critical'`
    )
    await sandbox.clearFaults()
    const backAt = performance.now()
    await watchman.letAnHourPass()
    // What waited goes on by itself, and is not compared with: it keeps the machine busy.
    const open = `select count(*) from operations where status in ('queued', 'running', 'waiting')`
    await eventually(async () => (await watchman.count(open)) === 0, {
      withinMs: 1_800_000,
      what: 'the panel to be caught up with',
    })
    const caughtUpMs = Math.round(performance.now() - backAt)
    const made = await watchman.count(
      `select count(*) from services s, panels p where p.id = s.panel_id and p.driver = '${hanging}' and s.status = 'active'`
    )
    // What waited for half a day and was tried often was called off meanwhile, and nothing else.
    const gaveUp = await watchman.count(`select count(*) from services where status = 'failed'`)
    assert.equal(made, due - gaveUp)
    const after = await watchman.measure(services, calmRounds)
    const calm = (medianOf(before) + medianOf(after)) / 2
    const ratio = medianOf(during) / calm
    tellProgress(
      `${JSON.stringify({ due, hours, measured: during.length, gaveUp, made, caughtUpMs, beforeMs: medianOf(before), duringMs: medianOf(during), afterMs: medianOf(after), ratio, slowestMs: Math.max(...during), lostCalls: await watchman.count(lost), jobsWaiting: jobs })}`
    )
    assert.isBelow(ratio, 1.1)
    // The queue does not grow by what waits for the panel.
    assert.isBelow(jobs, 2 * due)
  })
})

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
