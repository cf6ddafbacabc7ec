import app from '@adonisjs/core/services/app'
import pg from 'pg'
import type { Tenant } from '#app/shared/database/context'
import { findTenant, forgetHosts } from '#app/shared/database/tenant_directory'
import { inTransaction } from '#app/shared/database/unit'
import { forgetRemoteHosts } from '#app/shared/outbound/host_policy'
import { seedCatalogue } from '#app/catalogue/index'
import { sendMailThrough } from '#app/messaging/drivers/registry'
import { ConnectPanel } from '#app/provisioning/index'
import { seedBrand, seedTaxes } from '#database/seeders/demo_tenant'
import { asOwner } from '#tests/support/as_owner'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { Sandbox } from '#tests/support/sandbox'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import { Bank } from '#tests/simulation/bank'
import type { Chance } from '#tests/simulation/chance'
import { Door } from '#tests/simulation/door'
import { Post } from '#tests/simulation/post'
import { Ways } from '#tests/simulation/ways'

/** Mostly at home; days begin elsewhere earlier, later, and with half an hour more. */
const timeZones = [
  [6, 'Europe/Berlin'],
  [2, 'America/New_York'],
  [1, 'Asia/Kolkata'],
  [1, 'Pacific/Auckland'],
] as const
/** Builds take no time, and no mail is forgotten before the audit at the month's end has seen it. */
const sandboxSettings = { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '5', SANDBOX_MAILS_MAX: '50000' }

/** Everything that is counted on the clock of the machine comes nearer by so many seconds; one statement, which is planned once. */
const passTime = `
  with passed as (select make_interval(secs => $1::float8) as time),
  steps as (
    update operation_steps set polling_since = polling_since - passed.time,
           output = case when output ? 'triedAt'
             then jsonb_set(output, '{triedAt}', to_jsonb(to_char((output ->> 'triedAt')::timestamptz - passed.time, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
             else output end
      from passed
     where finished_at is null and started_at is not null
       and operation_id in (select id from operations where status in ('queued', 'running'))),
  comparisons as (
    update panel_comparisons set started_at = started_at - passed.time, moved_at = moved_at - passed.time
      from passed where started_at > now() - interval '2 days'),
  work as (
    update operations set leased_until = leased_until - passed.time, next_attempt_at = next_attempt_at - passed.time,
           handed_out_at = handed_out_at - passed.time
      from passed where status in ('queued', 'running')),
  keys as (update idempotency_keys set created_at = created_at - passed.time from passed where response_status is null),
  coins as (update payments set watched_until = watched_until - passed.time from passed where watched_until > now()),
  letters as (update webhook_inbox set next_attempt_at = next_attempt_at - passed.time from passed where status = 'pending')
  update pgboss.job set start_after = start_after - passed.time
    from passed where state in ('created', 'retry') and start_after > now()`

export interface Habits {
  hasBankAccount: boolean
  grouping: 'day' | 'month' | 'service'
  /** On which day of the month a summary of the month is due. */
  summaryDay: number
}

/** One hosting company whose whole outside is the sandbox, in a database of its own, and where its time stands. */
export class Company {
  private days: Intl.DateTimeFormat | null = null
  private known: { at: Date; tenant: Tenant } | null = null

  private constructor(
    readonly tenant: Tenant,
    readonly sandbox: Sandbox,
    readonly post: Post,
    readonly door: Door,
    readonly ways: Ways,
    /** Whether it has an account at a bank, and how its renewals share invoices. */
    readonly habits: Habits,
    readonly bank: Bank,
    /** Staff at the API, on calls in which nothing dies. */
    readonly staff: ApiClient,
    /** The simulation's own connection, which sees what the tenant sees. */
    readonly watch: pg.Client,
    public now: Date
  ) {}

  static async found({ at, chance }: { at: Date; chance: Chance }): Promise<Company> {
    await refuseForeignDatabase()
    const sandbox = new Sandbox(await SandboxProcess.start(sandboxSettings))
    sendMailThrough(`smtp://127.0.0.1:${sandbox.process.smtpPort}`)
    const tenant = await foundTenant(at, chance)
    const post = await Post.open(`${tenant.slug}.localhost`, chance)
    await as(tenant, async () => {
      await inTransaction(async () => {
        await seedBrand()
        await seedTaxes()
      })
      await seedCatalogue()
    })
    const ways = await Ways.connect({ tenant, sandbox, post, chance })
    await connectPanels(tenant, sandbox)
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const watch = new pg.Client({
      connectionString: process.env.DATABASE_URL,
      options: `-c app.tenant=${tenant.id}`,
    })
    await watch.connect()
    const habits = habitsBy(chance)
    return new Company(
      tenant,
      sandbox,
      post,
      await Door.open(),
      ways,
      habits,
      new Bank(sandbox),
      staff,
      watch,
      at
    )
  }

  /** The day in the company's own zone. */
  get today(): string {
    this.days ??= new Intl.DateTimeFormat('en-CA', { timeZone: this.tenant.timeZone })
    return this.days.format(this.now)
  }

  /** The tenant with its clock as it stands; between two instants nothing of it changes. */
  async fresh(): Promise<Tenant> {
    if (this.known?.at !== this.now)
      this.known = { at: this.now, tenant: (await findTenant(this.tenant.id))! }
    return this.known.tenant
  }

  /**
   * Moves on to an instant. Leases, pauses of operations and of jobs, the patience with a server that may still appear, the day between
   * two comparisons of a panel and the day in which coins may still come are counted on the clock of the machine, which hardly moves in a simulation: they come nearer by the same
   * time.
   */
  async moveTo(at: Date): Promise<void> {
    if (at.toISOString().slice(0, 10) !== this.now.toISOString().slice(0, 10)) await this.passMidnight()
    const seconds = (at.getTime() - this.now.getTime()) / 1000
    this.known = null
    this.now = at
    this.bank.today = at.toISOString().slice(0, 10)
    await freezeClock(this.tenant, at.toISOString())
    await this.watch.query({ name: 'pass_time', text: passTime, values: [seconds] })
    await this.ways.passTime(seconds)
    forgetRemoteHosts()
    this.post.nextRound()
  }

  /** Gateways and the application forget idempotency keys after a day, and the queue forgets jobs that ended. */
  private async passMidnight(): Promise<void> {
    await this.sandbox.process.json('POST', '/_stripe/keys/forget', {})
    await this.sandbox.process.json('POST', '/_paypal/keys/forget', {})
    await this.watch.query(
      `delete from pgboss.job where state > 'active'; delete from idempotency_keys where response_status is not null`
    )
  }

  async close(): Promise<void> {
    await this.post.close()
    await this.door.close()
    await this.watch.end()
    await closeTenant(this.tenant)
    await this.sandbox.process.stop()
  }
}

/**
 * Transactions of a demo look up where its clock stands, a tenth of all questions. The clock of this company is moved by nobody but the
 * simulation, and between two instants only, so it is none: until the company closes, clocks of others than demos may be moved here.
 */
async function foundTenant(at: Date, chance: Chance): Promise<Tenant> {
  const { id } = await createTenant({ at: at.toISOString(), timeZone: chance.weighted(timeZones) })
  await asOwner(`
    alter table platform.tenants drop constraint only_a_demo_moves_its_clock;
    update platform.tenants set is_demo = false where id = '${id}'`)
  forgetHosts()
  return (await findTenant(id))!
}

async function closeTenant({ id }: Tenant): Promise<void> {
  await asOwner(`
    update platform.tenants set is_demo = true where id = '${id}';
    alter table platform.tenants add constraint only_a_demo_moves_its_clock
      check (is_demo or (clock_offset_ms = 0 and clock_frozen_at is null))`)
  forgetHosts()
}

/** A simulation makes years of customers, invoices and payments: never beside real ones. */
async function refuseForeignDatabase(): Promise<void> {
  const url = process.env.DATABASE_URL
  const isOwn = url && new URL(url).pathname.slice(1) === process.env.TEST_DATABASE_NAME
  if (!isOwn) throw new Error('A simulation runs in a database of its own: start it by bin/ace simulate')
}

/** Days share an invoice in most companies, months in some, and a few send one for each service. */
function habitsBy(chance: Chance): Habits {
  return {
    hasBankAccount: chance.happens(0.6),
    grouping: chance.weighted([
      [6, 'day'],
      [3, 'month'],
      [1, 'service'],
    ]),
    summaryDay: chance.whole(1, 28),
  }
}

async function connectPanels(tenant: Tenant, sandbox: Sandbox): Promise<void> {
  const panels = [
    ['fra', 'Frankfurt'],
    ['nyc', 'New York'],
  ] as const
  for (const [code, location] of panels) {
    const connected = await as(tenant, async () =>
      (await app.container.make(ConnectPanel)).execute({
        driver: 'virtfusion',
        code,
        name: `VirtFusion ${location}`,
        location,
        baseUrl: `${sandbox.url}/virtfusion/${code}/api/v1`,
        token: 'sandbox-virtfusion-token',
        config: { backupPlan: 1 },
      })
    )
    if (!connected.ok) throw new Error(JSON.stringify(connected.error))
  }
}
