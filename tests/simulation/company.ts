import app from '@adonisjs/core/services/app'
import pg from 'pg'
import type { Tenant } from '#app/shared/database/context'
import { findTenant } from '#app/shared/database/tenant_directory'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { forgetRemoteHosts } from '#app/shared/outbound/host_policy'
import { seedCatalogue } from '#app/catalogue/index'
import { sendMailThrough } from '#app/messaging/drivers/registry'
import { ConnectPanel } from '#app/provisioning/index'
import { seedBrand, seedTaxes } from '#database/seeders/demo_tenant'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { connectStripe } from '#tests/support/payments'
import { Sandbox } from '#tests/support/sandbox'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import type { Chance } from '#tests/simulation/chance'
import { Post } from '#tests/simulation/post'

/** Mostly at home; days begin elsewhere earlier, later, and with half an hour more. */
const timeZones = [
  [6, 'Europe/Berlin'],
  [2, 'America/New_York'],
  [1, 'Asia/Kolkata'],
  [1, 'Pacific/Auckland'],
] as const
/** Builds take no time, and no mail is forgotten before the audit at the month's end has seen it. */
const sandboxSettings = { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '5', SANDBOX_MAILS_MAX: '50000' }

/** One hosting company whose whole outside is the sandbox, in a database of its own, and where its time stands. */
export class Company {
  private constructor(
    readonly tenant: Tenant,
    readonly sandbox: Sandbox,
    readonly post: Post,
    readonly staff: ApiClient,
    /** The simulation's own connection, which sees what the tenant sees. */
    readonly watch: pg.Client,
    public now: Date
  ) {}

  static async found({ at, chance }: { at: Date; chance: Chance }): Promise<Company> {
    await refuseForeignDatabase()
    const sandbox = new Sandbox(await SandboxProcess.start(sandboxSettings))
    sendMailThrough(`smtp://127.0.0.1:${sandbox.process.smtpPort}`)
    const tenant = await createTenant({ at: at.toISOString(), timeZone: chance.weighted(timeZones) })
    const post = await Post.open(`${tenant.slug}.localhost`, chance)
    await as(tenant, async () => {
      await inTransaction(async () => {
        await seedBrand()
        await seedTaxes()
      })
      await seedCatalogue()
    })
    await connectGateway({ tenant, sandbox, post })
    await connectPanels(tenant, sandbox)
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const watch = new pg.Client({
      connectionString: process.env.DATABASE_URL,
      options: `-c app.tenant=${tenant.id}`,
    })
    await watch.connect()
    return new Company(tenant, sandbox, post, staff, watch, at)
  }

  /** The tenant with its clock as it stands. */
  async fresh(): Promise<Tenant> {
    return (await findTenant(this.tenant.id))!
  }

  /**
   * Moves on to an instant. Leases, pauses of operations and of jobs are counted on the clock of the machine, which hardly moves in a
   * simulation: they come nearer by the same time.
   */
  async moveTo(at: Date): Promise<void> {
    if (at.toISOString().slice(0, 10) !== this.now.toISOString().slice(0, 10)) await this.passMidnight()
    const seconds = (at.getTime() - this.now.getTime()) / 1000
    this.now = at
    await freezeClock(this.tenant, at.toISOString())
    await this.watch.query(`
      update operations set leased_until = leased_until - interval '${seconds} seconds', next_attempt_at = next_attempt_at - interval '${seconds} seconds'
       where status in ('queued', 'running');
      update webhook_inbox set next_attempt_at = next_attempt_at - interval '${seconds} seconds' where status = 'pending';
      update pgboss.job set start_after = start_after - interval '${seconds} seconds'
       where state in ('created', 'retry') and start_after > now()`)
    forgetRemoteHosts()
    this.post.nextRound()
  }

  /** Gateways forget idempotency keys after a day, and the queue forgets jobs that ended. */
  private async passMidnight(): Promise<void> {
    await this.sandbox.process.json('POST', '/_stripe/keys/forget', {})
    await this.watch.query(`delete from pgboss.job where state > 'active'`)
  }

  async close(): Promise<void> {
    await this.post.close()
    await this.watch.end()
    await this.sandbox.process.stop()
  }
}

/** A simulation makes years of customers, invoices and payments: never beside real ones. */
async function refuseForeignDatabase(): Promise<void> {
  const url = process.env.DATABASE_URL
  const isOwn = url && new URL(url).pathname.slice(1) === process.env.TEST_DATABASE_NAME
  if (!isOwn) throw new Error('A simulation runs in a database of its own: start it by bin/ace simulate')
}

async function connectGateway(parts: { tenant: Tenant; sandbox: Sandbox; post: Post }): Promise<void> {
  const { tenant, sandbox, post } = parts
  const id = newId()
  const webhookSecret = await sandbox.deliverWebhooksTo(
    `${post.url}/webhooks/stripe/${showId('gateway', id)}`
  )
  await connectStripe(tenant, sandbox, { id, webhookSecret, timeoutMs: 5_000 })
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
