import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { findSubscriptionContent, TerminateSubscription, AdoptSubscription } from '#app/subscriptions/index'
import type {
  ListedServer,
  PanelResult,
  ServerAddress,
  ServerPanel,
} from '#app/provisioning/drivers/contract'
import type { DriftKind } from '#app/provisioning/domain/drift'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { RecordMove } from '#app/provisioning/actions/record_move'
import { claimServer } from '#app/provisioning/records/move_claims'
import { AdoptServer } from '#app/provisioning/actions/adopt_server'
import { ComparePanel } from '#app/provisioning/actions/compare_panel'
import { ObserveServer } from '#app/provisioning/actions/observe_server'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { RepairDrift } from '#app/provisioning/actions/repair_drift'
import { SettleDrifts } from '#app/provisioning/actions/settle_drifts'
import { listDrifts, summariseDrifts } from '#app/provisioning/queries/list_drifts'
import { savePanelUser } from '#app/provisioning/records/panel_users'
import { updateService } from '#app/provisioning/records/services'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel, serviceOf } from '#tests/support/provisioning'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** A panel that holds what the test says, hands it out two at a time, and notes what it is told to do. */
class PretendedPanel extends PanelConnections {
  readonly told: string[] = []
  servers: ListedServer[] = []
  isAway = false
  /** It gives its first page whatever it is asked for. */
  hasOnePage = false
  /** What happens while it is asked about a server. */
  meanwhile: (() => Promise<unknown>) | null = null

  override open(): ServerPanel {
    const note = async (what: string): PanelResult<void> => {
      this.told.push(what)
      return ok()
    }
    const panel: Partial<ServerPanel> = {
      listServers: async (page) => {
        if (this.isAway) return { ok: false, error: { type: 'retry_later', message: 'Nobody answers.' } }
        const from = this.hasOnePage ? 0 : Number(page ?? 0)
        const isLast = from + 2 >= this.servers.length
        return ok({ servers: this.servers.slice(from, from + 2), next: isLast ? null : String(from + 2) })
      },
      observeServer: async (reference) => {
        await this.meanwhile?.()
        const server = this.servers.find((one) => one.reference === reference)
        if (!server) return { ok: false, error: { type: 'gone', message: 'Gone.' } }
        const state = server.isSuspended ? 'suspended' : 'running'
        const rest = {
          isBusy: false,
          power: 'running',
          addresses: [] as ServerAddress[],
          builtAt: null,
          adminUser: 'root',
        } as const
        return ok({ reference, name: server.name, state, ...rest })
      },
      findOrCreateUser: async () => ok({ reference: '7' }),
      suspendServer: (reference) => note(`suspend ${reference}`),
      resumeServer: (reference) => note(`resume ${reference}`),
      removeServer: (reference) => note(`remove ${reference}`),
      resize: {
        resizeServer: async (reference) => {
          await note(`resize ${reference}`)
          return ok({ unchanged: [] })
        },
      },
      ownership: { moveServer: (reference, user) => note(`move ${reference} to ${user}`) },
    }
    return panel as ServerPanel
  }
}

function listed(reference: string, changes: Partial<ListedServer> = {}): ListedServer {
  const sizes = { cpuCores: 2, memoryMb: 4096, storageGb: 80, trafficGb: 20_000 }
  const owner = { ownerReference: '7', ownerEmail: 'ada@example.test' }
  return {
    reference,
    name: `n${reference}`,
    ...owner,
    isSuspended: false,
    isUnfinished: false,
    sizes,
    package: null,
    ...changes,
  }
}

test.group('Drift', () => {
  test('everything that differs is found once, valued, and gone when it is gone', async ({ assert }) => {
    const { tenant, panel, compare, service, found } = await begin()
    const [good, missing, size, owner, state] = [
      await service('1'), await service('2'), await service('3'), await service('4'), await service('5'),
    ] // prettier-ignore
    panel.servers = [
      listed('1'),
      listed('3', { sizes: { cpuCores: 2, memoryMb: 8192, storageGb: 80, trafficGb: 20_000 } }),
      listed('4', { ownerReference: '9', ownerEmail: 'eve@example.test' }),
      listed('5', { isSuspended: true }),
      listed('6'),
    ]
    await compare()
    assert.deepEqual(await found(), [
      ['missing', '2', missing.id, 1000n],
      ['other_owner', '4', owner.id, 1000n],
      ['other_size', '3', size.id, null],
      ['other_state', '5', state.id, 1000n],
      // The plan of its sizes costs that much.
      ['unbilled', '6', null, 1290n],
    ])
    for (const [search, count] of [
      ['N6', 1],
      ['Web1.', 4],
      ['3', 1],
      ['%', 0],
      ['_', 0],
    ] as const) {
      const { rows } = await as(tenant, () => listDrifts({ status: 'open', search, before: null, size: 50 }))
      assert.lengthOf(rows, count, search)
    }
    await compare()
    assert.lengthOf(await found(), 5, 'a second look finds the same')
    panel.servers = [...['1', '2', '3', '4'].map((reference) => listed(reference)), listed('5')]
    await compare()
    assert.deepEqual(await found(), [])
    assert.isTrue((await found('gone')).length === 5)
    assert.isNotNull(good.id)
    const { sums } = await as(tenant, () => summariseDrifts())
    assert.deepEqual(sums, [])
  })

  test('what is under way is not compared, and a panel that is away finds nothing', async ({ assert }) => {
    const { tenant, panel, compare, service, found } = await begin()
    const { id } = await service('1')
    await as(tenant, () =>
      inTransaction(() =>
        db.updateTable('operations').set({ status: 'running' }).where('service_id', '=', id).execute()
      )
    )
    await compare()
    assert.deepEqual(await found(), [])
    panel.isAway = true
    await compare()
    const { comparisons } = await as(tenant, () => summariseDrifts())
    assert.deepInclude(comparisons[0], { status: 'failed', error: 'Nobody answers.' })
    assert.deepEqual(await found(), [])
  })

  test('a list that begins again and again is no list', async ({ assert }) => {
    const { tenant, panel, compare, service, found } = await begin()
    await service('1')
    panel.servers = ['1', '2', '3'].map((reference) => listed(reference))
    panel.hasOnePage = true
    await compare()
    const { comparisons } = await as(tenant, () => summariseDrifts())
    assert.equal(comparisons[0]!.status, 'failed')
    assert.match(comparisons[0]!.error!, /same servers again/)
    assert.deepEqual(await found(), [])
  }).timeout(20_000)

  test('servers that move between two pages while it is read are counted once', async ({ assert }) => {
    const { panel, compare, service, found } = await begin()
    for (const reference of ['1', '2', '3']) await service(reference)
    panel.servers = ['1', '2', '2', '3'].map((reference) => listed(reference))
    await compare()
    assert.deepEqual(await found(), [])
  })

  const repairs: [DriftKind, (panel: PretendedPanel) => void, string[]][] = [
    ['other_size', (panel) => (panel.servers = [listed('1', { sizes: { memoryMb: 1 } })]), ['resize 1']],
    ['other_owner', (panel) => (panel.servers = [listed('1', { ownerReference: '9' })]), ['move 1 to 7']],
    ['other_state', (panel) => (panel.servers = [listed('1', { isSuspended: true })]), ['resume 1']],
  ]
  for (const [kind, make, told] of repairs) {
    test(`${kind} is repaired on the panel, and only when chosen`, async ({ assert }) => {
      const { panel, compare, service, repair, found } = await begin()
      await service('1')
      make(panel)
      await compare()
      assert.deepEqual(panel.told, [])
      assert.deepEqual(await repair(kind), 'repaired')
      assert.deepEqual(panel.told, told)
      assert.deepEqual(await found(), [])
    })
  }

  test('a missing server ends what is billed, unless it is there after all', async ({ assert }) => {
    const { tenant, panel, compare, service, repair } = await begin()
    const { id, subscriptionId } = await service('1')
    await compare()
    panel.servers = [listed('1')]
    assert.equal(await repair('missing'), 'open')
    panel.servers = []
    assert.equal(await repair('missing'), 'repaired')
    const row = await as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('subscriptions')
          .select(['status', 'cancel_reason'])
          .where('id', '=', subscriptionId)
          .executeTakeFirst()
      )
    )
    assert.deepEqual({ ...row }, { status: 'cancelled', cancel_reason: 'service_missing' })
    assert.isNotNull(id)
  })

  test('what was moved since it was compared is neither ended, removed, nor adopted', async ({ assert }) => {
    const { tenant, panel, customerId, planId, compare, service, idOf, settle, repair, perform } =
      await begin()
    const { id, subscriptionId } = await service('1')
    panel.servers = [listed('6')]
    await compare()
    // Staff wrote down that it stands where a stray server was found.
    await as(tenant, () => inTransaction(() => updateService(id, { externalReference: '6' })))
    assert.equal(await repair('missing'), 'open')
    const driftId = await idOf('unbilled')
    const chosen = await as(tenant, () =>
      settle.repair({ chosen: { driftIds: [driftId] }, repair: 'remove', mayEndBilling: true })
    )
    assert.isTrue(chosen.ok)
    assert.equal(await perform(driftId), 'open')
    const adopt = new AdoptServer(new Clock(), new EventLog(), panel, await app.container.make(AdoptSubscription), await app.container.make(KeepAddresses)) // prettier-ignore
    const wish = { driftId, customerId, planId, interval: { unit: 'month', count: 1 }, hostname: 'shop.example.test', options: {} } as const // prettier-ignore
    assert.deepEqual(await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-04-01' })), {
      ok: false,
      error: { type: 'repair_not_possible' },
    })
    assert.notInclude(panel.told, 'remove 6')
    // Nor does it vanish when its panel is asked about the place that it has just left.
    panel.meanwhile = () =>
      as(tenant, () => inTransaction(() => updateService(id, { externalReference: '9' })))
    panel.servers = []
    const observe = new ObserveServer(
      new Clock(),
      new EventLog(),
      panel,
      await app.container.make(KeepAddresses)
    )
    await as(tenant, () => observe.execute(id))
    assert.notEqual((await serviceOf(tenant, id)).observed, 'absent')
    const { status } = await as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('subscriptions')
          .select('status')
          .where('id', '=', subscriptionId)
          .executeTakeFirstOrThrow()
      )
    )
    assert.equal(status, 'active')
  })

  test('a server that a service is being moved onto is told nothing else meanwhile, nor the other way round', async ({
    assert,
  }) => {
    const { tenant, panel, customerId, planId, compare, service, idOf, settle, perform } = await begin()
    const moved = await service('1')
    panel.servers = [listed('1'), listed('6')]
    await compare()
    const at = { panelId: moved.panelId, reference: '6', serviceId: moved.id }
    const claim = (until: string) =>
      as(tenant, () => inTransaction(() => claimServer({ ...at, until: new Date(until) }, new Date())))
    assert.isTrue(await claim('2999-01-01'))
    const driftId = await idOf('unbilled')
    const remove = () => as(tenant, () => settle.repair({ chosen: { driftIds: [driftId] }, repair: 'remove', mayEndBilling: true })) // prettier-ignore
    const adopt = new AdoptServer(new Clock(), new EventLog(), panel, await app.container.make(AdoptSubscription), await app.container.make(KeepAddresses)) // prettier-ignore
    const wish = { driftId, customerId, planId, interval: { unit: 'month', count: 1 }, hostname: 'shop.example.test', options: {} } as const // prettier-ignore
    const adopted = await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-04-01' }))
    assert.deepEqual(adopted, { ok: false, error: { type: 'repair_not_possible' } })
    assert.isTrue((await remove()).ok)
    assert.equal(await perform(driftId), 'open')
    assert.deepEqual(panel.told, [])
    // Whoever died with a claim is not waited for: then what is chosen against the server comes first.
    await claim('2020-01-01')
    assert.isTrue((await remove()).ok)
    const move = new RecordMove(new Clock(), new EventLog(), panel, await app.container.make(KeepAddresses))
    const place = { serviceId: moved.id, panelId: moved.panelId, reference: '6', node: null, note: 'Rack 4' }
    const refused = await as(tenant, () => move.execute(place))
    assert.deepEqual(refused, { ok: false, error: { type: 'work_under_way' } })
    assert.deepEqual(panel.told, [])
    assert.equal(await perform(driftId), 'repaired')
  })

  test('a stray server is not removed with one click for all, and adopted into billing', async ({
    assert,
  }) => {
    const { tenant, panel, panelId, customerId, planId, compare, idOf, settle } = await begin()
    panel.servers = [listed('6', { name: 'shop.example.test' })]
    await compare()
    const driftId = await idOf('unbilled')
    const refused = await as(tenant, () =>
      settle.repair({ chosen: { driftIds: [driftId] }, mayEndBilling: true })
    )
    assert.deepEqual(refused, { ok: false, error: { type: 'repair_not_possible', driftIds: [driftId] } })
    const adoptSubscription = await app.container.make(AdoptSubscription)
    const keepAddresses = await app.container.make(KeepAddresses)
    const adopt = new AdoptServer(new Clock(), new EventLog(), panel, adoptSubscription, keepAddresses)
    const wish = { driftId, customerId, planId, interval: { unit: 'month', count: 1 }, hostname: 'shop.example.test', options: {} } as const // prettier-ignore
    const early = await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-03-01' }))
    assert.deepEqual(early, { ok: false, error: { type: 'bill_from_not_ahead' } })
    const nobody = await as(tenant, () =>
      adopt.execute({ ...wish, customerId: newId(), billFrom: '2026-04-01' })
    )
    assert.deepEqual(nobody, { ok: false, error: { type: 'customer_not_found' } })
    const standing = panel.servers
    panel.servers = []
    const gone = await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-04-01' }))
    assert.equal(!gone.ok && gone.error.type, 'panel_failed')
    panel.servers = standing
    // Two of staff at once: only one of them makes anybody its owner over there.
    let late: unknown
    panel.meanwhile = async () => {
      panel.meanwhile = null
      late = await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-04-01' }))
    }
    const done = await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-04-01' }))
    assert.deepEqual(late, { ok: false, error: { type: 'repair_not_possible' } })
    assert.isTrue(done.ok)
    const service = await serviceOf(tenant, done.ok ? done.value.serviceId : '')
    assert.deepInclude(service, { status: 'active', panelId, externalReference: '6', customerId })
    assert.deepEqual(panel.told, ['move 6 to 7'])
    const content = await as(tenant, () => findSubscriptionContent(service.subscriptionId))
    assert.equal(content?.planId, planId)
    const subscription = await as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('subscriptions')
          .selectAll()
          .where('id', '=', service.subscriptionId)
          .executeTakeFirstOrThrow()
      )
    )
    assert.deepInclude(subscription, {
      status: 'active',
      renews_on: '2026-04-01',
      anchor_day: 1,
      recurring_amount: 1290n,
    })
    const again = await as(tenant, () => adopt.execute({ ...wish, billFrom: '2026-04-01' }))
    assert.deepEqual(again, { ok: false, error: { type: 'repair_not_possible' } })
    await compare()
    assert.isNull(await idOf('unbilled').catch(() => null))
  })

  test('what is left as it is stays so when it is seen again', async ({ assert }) => {
    const { tenant, panel, compare, idOf, settle, found } = await begin()
    panel.servers = [listed('6')]
    await compare()
    const driftIds = [await idOf('unbilled')]
    await as(tenant, () => settle.ignore({ chosen: { driftIds }, note: 'Our own monitoring' }))
    await compare()
    assert.deepEqual(await found(), [])
    assert.lengthOf(await found('ignored'), 1)
    const unknown = await as(tenant, () => settle.ignore({ chosen: { driftIds: [newId()] }, note: 'x' }))
    assert.deepEqual(unknown, { ok: false, error: { type: 'drift_not_found' } })
  })
})

async function begin() {
  const tenant: Tenant = await createTenant()
  await freezeClock(tenant, '2026-03-01T09:00:00Z')
  const panelId = await connectPanel(tenant, 'http://127.0.0.1:9')
  const [customerId, planId] = [await addAda(tenant), await addPlan(tenant)]
  await as(tenant, () =>
    inTransaction(async () => {
      const price = {
        currency: 'EUR',
        interval_unit: 'month',
        amount: 1290n,
        created_at: '2026-01-01T00:00:00Z',
      }
      await db
        .insertInto('prices')
        .values({ id: newId(), plan_id: planId, valid_from: '2026-01-01', ...price })
        .execute()
      await savePanelUser({ panelId, customerId, reference: '7', createdAt: new Date() })
    })
  )
  const [panel, clock, events] = [new PretendedPanel(), new Clock(), new EventLog()]
  const comparison = new ComparePanel(clock, events, panel)
  const settle = new SettleDrifts(clock, events, panel)
  const repairer = new RepairDrift(clock, events, panel, await app.container.make(TerminateSubscription))
  const service = async (reference: string) => {
    const made = await addService(tenant, { customerId, planId })
    const activatedAt = new Date('2026-03-01T08:00:00Z')
    await as(tenant, () =>
      inTransaction(async () => {
        await updateService(made.id, { status: 'active', externalReference: reference, activatedAt })
        const at = '2026-01-01T00:00:00Z'
        await db
          .updateTable('operations')
          .set({ status: 'done', finished_at: at })
          .where('service_id', '=', made.id)
          .execute()
        await db
          .updateTable('subscriptions')
          .set({ status: 'active' })
          .where('id', '=', made.subscriptionId)
          .execute()
      })
    )
    return made
  }
  const compare = async () => {
    await as(tenant, () => comparison.begin(panelId))
    await as(tenant, () => comparison.execute(panelId))
  }
  const all = (status: 'open' | 'gone' | 'ignored' = 'open') =>
    as(tenant, () => listDrifts({ status, before: null, size: 50 }))
  const found = async (status?: 'open' | 'gone' | 'ignored') => {
    const { rows } = await all(status)
    return rows
      .map(({ kind, reference, serviceId, monthlyAmount }) => [kind, reference, serviceId, monthlyAmount])
      .toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))
  }
  const idOf = async (kind: DriftKind) => {
    const drift = (await all()).rows.find((one) => one.kind === kind)
    if (!drift) throw new Error(`Nothing is ${kind}`)
    return drift.id
  }
  const repair = async (kind: DriftKind) => {
    const driftId = await idOf(kind)
    const chosen = await as(tenant, () =>
      settle.repair({ chosen: { driftIds: [driftId] }, mayEndBilling: true })
    )
    return chosen.ok ? perform(driftId) : chosen.error.type
  }
  const perform = async (driftId: string) => {
    await as(tenant, () => repairer.execute(driftId))
    const row = await as(tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('drifts').select('status').where('id', '=', driftId).executeTakeFirstOrThrow()
      )
    )
    return row.status
  }
  return {
    tenant,
    panel,
    panelId,
    customerId,
    planId,
    compare,
    service,
    found,
    idOf,
    settle,
    repair,
    perform,
  }
}
