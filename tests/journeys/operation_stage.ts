import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import {
  configure,
  dedicatedServers,
  loadCatalogue,
  minecraft,
  type OptionChoice,
  seedCatalogue,
  seedProducts,
  webHosting,
  workspaces,
} from '#app/catalogue/index'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { SetDesiredState } from '#app/provisioning/actions/set_desired_state'
import type { ServiceRow } from '#app/provisioning/records/services'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { seedPanels } from '#database/seeders/demo_panels'
import { addAda } from '#tests/support/customers'
import { addService, serviceOf } from '#tests/support/provisioning'
import type { Sandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

/** The seed connects the panels with the keys of the environment; stand-ins that know others would refuse every call, and nothing would be proven. */
export function stageEnvironment(env: Record<string, string> = {}): Record<string, string> {
  const isKey = /^SANDBOX_(VIRTFUSION|SYNERGYCP|ENHANCE|PTERODACTYL|KASM)_/
  const keys = Object.entries(process.env).flatMap(([name, value]) => (value && isKey.test(name) ? [[name, value]] : [])) // prettier-ignore
  return {
    ...Object.fromEntries(keys),
    SANDBOX_BUILD_MS: '300',
    SANDBOX_TASK_MS: '60',
    SANDBOX_WEBSITE_MS: '100',
    SANDBOX_PTERODACTYL_RATE: '100000',
    ...env,
  }
}

interface Sold {
  plan: string
  hostname: string
  options: Record<string, OptionChoice>
  /** What of the stand-in's state says what stands there. */
  state: (sandbox: Sandbox) => Promise<unknown[]>
}

const listed = (system: string, key: string) => async (sandbox: Sandbox) =>
  (await sandbox.state<Record<string, unknown[]>>(system))[key] ?? []

/** One thing of each kind that is sold, by its driver. */
export const kinds: Record<string, Sold> = {
  virtfusion: {
    plan: 'vps-s', hostname: 'web.example.org', options: { location: 'fra' },
    state: async (sandbox) => {
      const { panels } = await sandbox.state<{ panels: Record<string, { servers: unknown[] }> }>('virtfusion')
      return Object.values(panels).flatMap(({ servers }) => servers)
    },
  },
  pterodactyl: { plan: 'minecraft-4', hostname: 'game', options: { game: 'paper' }, state: listed('pterodactyl', 'servers') },
  synergycp: { plan: 'metal-xeon', hostname: 'db.example.org', options: { location: 'fra', os: 'debian-13' }, state: listed('synergycp', 'servers') },
  enhance: { plan: 'web-s', hostname: 'site.example.org', options: { php: 'php-8.3' }, state: listed('enhance', 'subscriptions') },
  kasm: { plan: 'workspace-solo', hostname: 'desk', options: { image: 'ubuntu' }, state: listed('kasm', 'users') },
} // prettier-ignore

/** A hosting company that sells everything there is on the five panels of a sandbox, and what can be done to what it sold. */
export class OperationStage {
  private count = 0

  private constructor(
    readonly tenant: Tenant,
    readonly sandbox: Sandbox,
    private customerId: string
  ) {}

  static async open(
    sandbox: Sandbox,
    config = { callTimeoutMs: 5_000, lostAfterMs: 15_000 }
  ): Promise<OperationStage> {
    const tenant = await createTenant({ at: '2026-03-02T09:00:00Z' })
    await as(tenant, async () => {
      await seedCatalogue()
      await seedProducts([minecraft, dedicatedServers, webHosting, workspaces])
      await seedPanels(sandbox.url)
      // A lost answer is looked into after seconds, as with a panel that is quick.
      const quick = JSON.stringify(config)
      await inTransaction(async () => {
        await sql`update panels set config = config || ${quick}::jsonb`.execute(db)
      })
    })
    return new OperationStage(tenant, sandbox, await addAda(tenant))
  }

  /** Who buys from now on: a panel meets each customer for the first time once. */
  async newCustomer(): Promise<void> {
    const id = await addAda(this.tenant)
    const email = `${id}@example.test`
    await as(this.tenant, () => inTransaction(() => db.updateTable('customers').set({ email }).where('id', '=', id).execute())) // prettier-ignore
    this.customerId = id
  }

  /** Something of a kind, paid for and on its way. */
  async create(driver: string): Promise<ServiceRow> {
    const { plan, hostname, options } = kinds[driver]!
    this.count += 1
    const item = await as(this.tenant, async () => {
      const catalogue = await loadCatalogue()
      const planId = catalogue.products.flatMap(({ plans }) => plans).find(({ slug }) => slug === plan)!.id
      const wish = { planId, currency: 'EUR', interval: { unit: 'month', count: 1 } as const, options }
      return configure(catalogue, { ...wish, hostname: `n${this.count}-${hostname}` })
    })
    if (!item.ok) throw new Error(JSON.stringify(item.error))
    const { planId } = item.value
    return addService(this.tenant, { customerId: this.customerId, planId, content: item.value })
  }

  async hold(service: ServiceRow, deed: 'place' | 'lift'): Promise<void> {
    const change = await app.container.make(ChangeStaffHold)
    await as(this.tenant, () => change[deed]({ serviceId: service.id, hold: 'manual', note: 'x' }))
  }

  /** Whatever its panel can do; what cannot be asked for just now is refused, and nothing happens. */
  async ask(service: ServiceRow, kind: 'power' | 'reset_password'): Promise<void> {
    const request = await app.container.make(RequestOperation)
    const input = kind === 'power' ? { power: 'restart' as const } : {}
    await as(this.tenant, () => request.execute({ serviceId: service.id, customerId: null, kind, input }))
  }

  async end(service: ServiceRow): Promise<void> {
    const set = await app.container.make(SetDesiredState)
    await as(this.tenant, () => set.execute({ subscriptionId: service.subscriptionId, desired: 'gone' }))
  }

  now(service: ServiceRow): Promise<ServiceRow> {
    return serviceOf(this.tenant, service.id)
  }

  /** Services that are paid for and have to stand on a panel. */
  async paidFor(): Promise<string[]> {
    const rows = await as(
      this.tenant,
      () =>
      inReadTransaction(() => db.selectFrom('services').select('id').where('status', 'in', ['active', 'suspended']).execute()) // prettier-ignore
    )
    return rows.map(({ id }) => showId('service', id)).toSorted()
  }

  /** Of which kinds something was ever handed over. */
  async handedOver(): Promise<string[]> {
    const question = () => db.selectFrom('services').innerJoin('panels', 'panels.id', 'services.panel_id').select('panels.driver').distinct().where('services.activated_at', 'is not', null).execute() // prettier-ignore
    const rows = await as(this.tenant, () => inReadTransaction(question))
    return rows.map(({ driver }) => driver)
  }

  /** What stands on all panels, as they themselves say: the marks of our services, each as often as there is a server of it. */
  async standing(): Promise<string[]> {
    const found = await Promise.all(Object.values(kinds).map(({ state }) => state(this.sandbox)))
    return found
      .flat()
      .flatMap((server) => [...new Set(JSON.stringify(server).match(/svc_[0-9a-z]{26}/g))])
      .toSorted()
  }

  /** Work that has not ended, for messages. */
  openWork(): Promise<object[]> {
    return as(this.tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('operations')
          .innerJoin('services', 'services.id', 'operations.service_id')
          .innerJoin('panels', 'panels.id', 'services.panel_id')
          .select(['panels.driver', 'operations.kind', 'operations.status', 'operations.failure'])
          .where('operations.status', 'in', ['queued', 'running', 'waiting'])
          .execute()
      )
    )
  }
}
