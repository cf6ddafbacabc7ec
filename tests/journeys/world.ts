import { deepEqual } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDays } from '#app/shared/time/calendar'
import { findTenant } from '#app/shared/database/tenant_directory'
import { seedCatalogue } from '#app/catalogue/index'
import { ConnectGateway } from '#app/payments/index'
import { ConnectPanel } from '#app/provisioning/index'
import { seedBrand, seedTaxes } from '#database/seeders/demo_tenant'
import { inTransaction } from '#app/shared/database/unit'
import type { Sandbox } from '#tests/support/sandbox'
import { stripeKeys } from '#tests/support/sandbox'
import { housekeeping, lookFor, moving, runQueuedJobs, shortenPauses, working } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { sendMailThrough } from '#app/messaging/drivers/registry'
import { storyTenant } from '#tests/journeys/story_tenant'
import { WebhookRelay } from '#tests/journeys/webhook_relay'
import { newId, showId } from '#app/shared/ids'

/** What the sandbox does by itself within so many milliseconds belongs to the present instant. */
const soonMs = 150
/** So long an answer is waited for that never comes. The stand-ins answer within milliseconds, on a busy machine within one second. */
const patienceMs = 5_000

/**
 * One hosting company with everything connected to the sandbox and its clock standing still, so that a story can say which day it
 * is. `settle` does what workers would do; `on` moves the clock.
 */
export class World {
  private constructor(
    readonly tenant: Tenant,
    readonly sandbox: Sandbox,
    readonly webhooks: WebhookRelay
  ) {}

  static async begin(
    sandbox: Sandbox,
    { at = '2026-01-31T09:00:00Z', timeZone = 'Europe/Berlin', webhooks = null as WebhookRelay | null } = {}
  ): Promise<World> {
    sendMailThrough(`smtp://127.0.0.1:${sandbox.process.smtpPort}`)
    const tenant = await createTenant({ at, timeZone })
    storyTenant.id = tenant.id
    const gatewayId = newId()
    const relay = webhooks ?? (await WebhookRelay.start())
    relay.passTo(`${tenant.slug}.localhost`)
    const webhookSecret = await sandbox.deliverWebhooksTo(
      `${relay.url}/webhooks/stripe/${showId('gateway', gatewayId)}`
    )
    await as(tenant, async () => {
      await inTransaction(async () => {
        await seedBrand()
        await seedTaxes()
      })
      await seedCatalogue()
      await connectOutside(sandbox.url, gatewayId, webhookSecret)
    })
    return new World(tenant, sandbox, relay)
  }

  async end(): Promise<void> {
    await this.webhooks.stop()
  }

  /** It is now this instant (or 09:00 UTC of this date), and everything due is done. */
  async on(at: string, patience: { withinMs?: number } = {}): Promise<void> {
    await freezeClock(this.tenant, at.includes('T') ? at : `${at}T09:00:00Z`)
    await this.settle(patience)
  }

  /** Day after day until a date, as a living system would see them. */
  async passTo(date: string): Promise<void> {
    const today = (await this.now()).toISOString().slice(0, 10)
    for (let day = addDays(today, 1); day <= date; day = addDays(day, 1)) await this.on(day)
  }

  /** A quarter of an hour later, as often as it takes until something is true: for stories in which the outside is slow. */
  async until(isTrue: () => Promise<boolean>, { triesMax = 24 } = {}): Promise<void> {
    for (let tries = 0; tries < triesMax; tries += 1) {
      await this.settle({ withinMs: 60_000 })
      if (await isTrue()) return
      await freezeClock(this.tenant, new Date((await this.now()).getTime() + 15 * 60_000).toISOString())
    }
    throw new Error(`It did not become true within ${triesMax} quarters of an hour`)
  }

  async now(): Promise<Date> {
    const tenant = await findTenant(this.tenant.id)
    return new Date(tenant!.clock.frozenAt!)
  }

  /**
   * Workers' work until nothing is left: jobs, reactions, sweeps, answers of the sandbox that are still on their way. Everything
   * due is searched once more after the last thing that was done.
   */
  async settle({ withinMs = 90_000 } = {}): Promise<void> {
    const deadline = performance.now() + withinMs
    let isHouseKept = false
    for (;;) {
      if (performance.now() > deadline)
        throw new Error(`Work did not come to rest: ${await this.describeOpenWork()}`)
      await lookFor(this.tenant, working)
      if ((await this.work()) > 0 || (await this.moveOperations())) continue
      if (isHouseKept) return
      await lookFor(this.tenant, housekeeping)
      isHouseKept = true
      if ((await this.work()) === 0) return
    }
  }

  /** Jobs, and what the sandbox does by itself in the next moments. @returns how many jobs there were */
  private async work(): Promise<number> {
    let total = 0
    for (;;) {
      total += await runQueuedJobs()
      const waitMs = await this.msToNextOutside()
      if (waitMs === null) return total
      await pause(waitMs)
    }
  }

  /** A sandbox that lost its power does nothing. */
  private async msToNextOutside(): Promise<number | null> {
    const timers = await this.sandbox.process.json<{ due_in_ms: number }[]>('GET', '/_timers').catch(() => [])
    const soonest = Math.min(...timers.map(({ due_in_ms: ms }) => ms))
    return soonest <= soonMs ? Math.max(2, soonest + 1) : null
  }

  /** @returns whether some are open, whose pauses are shorter now */
  private async moveOperations(): Promise<boolean> {
    if (!(await this.hasOpenOperations())) return false
    await pause(20)
    await shortenPauses(this.tenant, 200)
    await lookFor(this.tenant, moving)
    await this.work()
    return true
  }

  /** The one row of a table that the story is about. */
  async one(table: 'orders' | 'services' | 'subscriptions') {
    const rows = await this.read(() => db.selectFrom(table).selectAll().execute())
    if (rows.length !== 1) throw new Error(`${rows.length} ${table} instead of one`)
    return rows[0]!
  }

  invoices() {
    return this.read(() => db.selectFrom('invoices').selectAll().orderBy('number').execute())
  }

  payments() {
    return this.read(() => db.selectFrom('payments').selectAll().orderBy('id').execute())
  }

  /** What somebody was told since a day, as "date kind" in order; fails unless each of it arrived in their inbox exactly once. */
  async toldTo(email: string, since = '2000-01-01'): Promise<string[]> {
    const messages = await this.read(() =>
      db
        .selectFrom('messages')
        .select(['kind', 'subject_line', 'created_at'])
        .where('recipient', '=', email)
        .execute()
    )
    const arrived = (await this.sandbox.mail({ to: email, limit: '500' })).map(({ subject }) => subject)
    deepEqual(
      arrived.toSorted(),
      messages.map(({ subject_line: line }) => line).toSorted(),
      'what was sent and what came'
    )
    return messages
      .map(({ kind, created_at: at }) => `${at.toISOString().slice(0, 10)} ${kind}`)
      .filter((notice) => notice >= since)
      .toSorted()
  }

  /** How often a fact was announced. */
  async countFacts(type: string): Promise<number> {
    const rows = await this.read(() =>
      db.selectFrom('events').select('id').where('type', '=', type).execute()
    )
    return rows.length
  }

  read<T>(question: () => Promise<T>): Promise<T> {
    return as(this.tenant, () => inReadTransaction(question))
  }

  private hasOpenOperations(): Promise<boolean> {
    return this.read(async () => {
      const row = await db
        .selectFrom('operations')
        .select('id')
        .where('status', 'in', ['queued', 'running'])
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    })
  }

  private async describeOpenWork(): Promise<string> {
    const operations = await this.read(() =>
      db
        .selectFrom('operations')
        .select(['kind', 'status', 'failure'])
        .where('status', '<>', 'done')
        .execute()
    )
    return JSON.stringify(operations)
  }
}

async function connectOutside(sandboxUrl: string, gatewayId: string, webhookSecret: string): Promise<void> {
  const gateway = await (
    await app.container.make(ConnectGateway)
  ).execute({
    id: gatewayId,
    driver: 'stripe',
    name: 'Stripe',
    config: {
      baseUrl: sandboxUrl,
      publishableKey: stripeKeys.publishableKey,
      scriptUrl: `${sandboxUrl}/stripe/stripe.js`,
      isLive: false,
      timeoutMs: patienceMs,
    },
    secrets: { secretKey: stripeKeys.secretKey, webhookSecret },
  })
  if (!gateway.ok) throw new Error(JSON.stringify(gateway.error))
  for (const [code, location] of [
    ['fra', 'Frankfurt'],
    ['nyc', 'New York'],
  ] as const) {
    const panel = await (
      await app.container.make(ConnectPanel)
    ).execute({
      driver: 'virtfusion',
      code,
      name: `VirtFusion ${location}`,
      location,
      baseUrl: `${sandboxUrl}/virtfusion/${code}/api/v1`,
      token: 'sandbox-virtfusion-token',
      config: { callTimeoutMs: patienceMs },
    })
    if (!panel.ok) throw new Error(JSON.stringify(panel.error))
  }
}
