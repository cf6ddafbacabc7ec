import pg from 'pg'
import { db } from '#app/shared/database/db'
import type { World } from '#tests/journeys/world'
import { AppProcesses, eventually, type ProcessKind } from '#tests/support/app_processes'
import { storyTenant } from '#tests/journeys/story_tenant'

/** Longer than the longest lease, the expiry of a job and the pauses before a lost payment or order is looked at. */
const minutesAway = 6

/**
 * Real web and worker processes that do a world's work and may lose their power at any instant. While they are away time passes:
 * what waits for a lease to run out would otherwise take minutes of the test's own time.
 */
export class Power {
  private constructor(
    readonly world: World,
    readonly processes: AppProcesses,
    readonly watch: pg.Client,
    private portOfTest: string
  ) {}

  static async on(world: World, env: Record<string, string> = {}): Promise<Power> {
    const processes = await AppProcesses.start({
      smtpUrl: `smtp://127.0.0.1:${world.sandbox.process.smtpPort}`,
      env,
    })
    const power = new Power(world, processes, await connect(), process.env.PORT!)
    // Webhooks and requests of the test now reach the process that can be killed.
    process.env.PORT = String(processes.webPort)
    return power
  }

  async off(): Promise<void> {
    process.env.PORT = this.portOfTest
    await this.processes.stop()
    await this.watch.end()
  }

  /** A while after it died, the process is started again. */
  async revive(kind: ProcessKind): Promise<void> {
    await this.letTimePass()
    await this.processes.boot(kind)
  }

  /** Starts what died, and waits until it works: the next kill would hit nothing. */
  async raise(kinds: readonly ProcessKind[]): Promise<void> {
    const { rows } = await this.watch.query<{ now: Date }>('select clock_timestamp() as now')
    await Promise.all(kinds.map((kind) => this.processes.boot(kind)))
    const workers = kinds.filter((kind) => kind !== 'web').length
    const question = `select from platform.process_heartbeats where kind = 'worker' and started_at >= $1`
    await this.eventually(
      async () => (await this.watch.query(question, [rows[0]!.now])).rows.length >= workers,
      'the workers to work'
    )
  }

  /** What waits for a lease or a pause to be over is due now. */
  async letTimePass(): Promise<void> {
    const while_ = `interval '${minutesAway} minutes'`
    await this.watch.query(`
      update platform.tenants set clock_frozen_at = clock_frozen_at + ${while_} where id = '${this.world.tenant.id}';
      update operations set leased_until = leased_until - ${while_}, next_attempt_at = next_attempt_at - ${while_};
      update webhook_inbox set next_attempt_at = next_attempt_at - ${while_};
      update platform.sweep_runs set last_started_at = last_started_at - ${while_};
      update pgboss.job set started_on = started_on - ${while_} where state = 'active';
      update pgboss.job set start_after = start_after - ${while_} where state = 'retry';`)
  }

  async orderIs(status: string): Promise<void> {
    await this.eventually(async () => (await this.world.one('orders')).status === status, `order ${status}`)
  }

  /** Waits until the order is over, its money is taken or let go, and nothing is under way any more. */
  async settled(): Promise<void> {
    await this.eventually(() => this.isAtRest(), 'everything to come to rest')
  }

  async eventually<T>(ask: () => Promise<T | null | undefined | false>, what: string): Promise<T> {
    try {
      return await eventually(ask, { withinMs: 180_000, what })
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await this.describe()}\n${this.processes.log}`, {
        cause: error,
      })
    }
  }

  private async isAtRest(): Promise<boolean> {
    const { rows } = await this.watch.query<{ open: string }>(
      `select
      (select count(*) from orders where tenant_id = $1 and status in ('reserving', 'awaiting_payment', 'provisioning')) +
      (select count(*) from payments where tenant_id = $1 and (status in ('created', 'processing', 'authorised', 'unknown') or pending_call is not null)) +
      (select count(*) from operations where tenant_id = $1 and status in ('queued', 'running', 'waiting')) +
      (select count(*) from invoices where tenant_id = $1 and status = 'open') +
      (select count(*) from reaction_deliveries where tenant_id = $1 and status = 'pending') +
      (select count(*) from webhook_inbox where tenant_id = $1 and status = 'pending') as open`,
      [this.world.tenant.id]
    )
    return Number(rows[0]!.open) === 0
  }

  private describe(): Promise<string> {
    return this.world.read(async () =>
      JSON.stringify({
        orders: await db.selectFrom('orders').select(['status', 'failure']).execute(),
        payments: await db
          .selectFrom('payments')
          .select(['status', 'pending_call', 'next_check_at', 'failure'])
          .execute(),
        operations: await db.selectFrom('operations').select(['kind', 'status', 'failure']).execute(),
        steps: await db
          .selectFrom('operation_steps')
          .select(['name', 'status', 'error'])
          .where('status', '<>', 'done')
          .execute(),
        reactions: await db
          .selectFrom('reaction_deliveries')
          .select(['reaction', 'status', 'last_error'])
          .where('status', '<>', 'done')
          .execute(),
        webhooks: await db
          .selectFrom('webhook_inbox')
          .select(['type', 'status', 'last_error'])
          .where('status', '<>', 'done')
          .execute(),
      })
    )
  }
}

export async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    options: `-c app.tenant=${storyTenant.id}`,
  })
  await client.connect()
  return client
}
