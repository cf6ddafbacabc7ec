import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { dedicatedServers, seedProducts, webHosting } from '#app/catalogue/index'
import { ConnectPanel } from '#app/provisioning/index'
import { newId, showId } from '#app/shared/ids'
import { db } from '#app/shared/database/db'
import { audit } from '#tests/journeys/auditor'
import type { Shopper } from '#tests/journeys/shopper'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { apiClientFor } from '#tests/support/api'
import { as } from '#tests/support/tenants'
import { hold, orderWithoutRoom, rebuild, upgrade } from '#tests/journeys/whole_life'

interface Hosting {
  subscriptions: { friendlyName: string; planId: number; suspendedBy: string | null; status: string }[]
  websites: { domains: { domain: string }[]; phpVersion: string }[]
}
interface Metal {
  servers: { id: number; billingId: string | null; nickname: string; profileId: number | null; dataOfClientId: number | null }[]
  accesses: { serverId: number; isActive: boolean }[]
} // prettier-ignore

async function sell(world: World, product: typeof webHosting, panel: Record<string, unknown>): Promise<void> {
  await as(world.tenant, async () => {
    await seedProducts([product])
    const connect = await app.container.make(ConnectPanel)
    const place = { name: 'Panel', location: 'Frankfurt' }
    const connected = await connect.execute({ ...place, ...panel } as Parameters<typeof connect.execute>[0])
    if (!connected.ok) throw new Error(JSON.stringify(connected.error))
  })
}

/** Accepts a quote and authorises its money; everything that can be done is done when it returns. */
async function buy(
  world: World,
  ada: Shopper,
  wish: { plan: string; hostname: string; options: Record<string, string> }
): Promise<void> {
  const plan = await world.read(() =>
    db.selectFrom('plans').select('id').where('slug', '=', wish.plan).executeTakeFirstOrThrow()
  )
  const item = { plan_id: showId('plan', plan.id), interval: { unit: 'month', count: 1 } }
  const { hostname, options } = wish
  const once = () => ({ 'idempotency-key': newId() })
  const quote = await ada.api.post('/quotes', { items: [{ ...item, hostname, options }] }, once())
  const accepted = { quote_id: quote.body.id, accepts_terms: true }
  const order = await ada.api.post('/orders', accepted, once())
  await world.settle()
  await ada.pay(order.body.id)
  await world.settle()
}

/** As the cards of the shop show it. */
async function freeMachines(world: World, ada: Shopper, slug: string): Promise<number> {
  const plan = await world.read(() =>
    db.selectFrom('plans').select(['id', 'product_id']).where('slug', '=', slug).executeTakeFirstOrThrow()
  )
  const stock = await ada.api.get(`/products/${showId('product', plan.product_id)}/stock`)
  return stock.body.data.find(({ plan_id }: { plan_id: string }) => plan_id === showId('plan', plan.id)).free
}

test.group('Whole machines and web hosting', (group) => {
  const begin = useWorld(group)

  test('web hosting: bought with its domain, used, suspended, restored, upgraded, terminated, refused for room', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const hosting = () => world.sandbox.state<Hosting>('enhance')
    await sell(world, webHosting, {
      driver: 'enhance',
      code: 'web',
      baseUrl: `${world.sandbox.url}/enhance/api`,
      token: 'sandbox-enhance-token',
      config: { masterOrg: '0b9e1f52-7a0c-4a53-9d3e-2f6d8c4b7a10' },
    })
    await buy(world, ada, { plan: 'web-s', hostname: 'ada.example.org', options: { php: 'php-8.3' } })
    const service = await world.one('services')
    assert.equal(service.status, 'active')
    assert.equal((await world.invoices()).at(-1)!.status, 'paid')
    const { subscriptions, websites } = await hosting()
    assert.isTrue(subscriptions[0]!.friendlyName.endsWith(showId('service', service.id)))
    assert.containSubset(websites, [{ domains: [{ domain: 'ada.example.org' }], phpVersion: 'php83' }])

    await world.on('2026-03-12')
    const path = `/services/${showId('service', service.id)}`
    const link = await ada.api.post(`${path}/sign-in`, {})
    assert.match(link.body.url, /\/enhance\/login\/otp\?token=/)

    await world.on('2026-03-14')
    await hold(world, 'place')
    assert.equal((await world.one('services')).status, 'suspended')
    assert.isNotNull((await hosting()).subscriptions[0]!.suspendedBy)
    await world.on('2026-03-15')
    await hold(world, 'lift')
    assert.equal((await world.one('services')).status, 'active')
    assert.isNull((await hosting()).subscriptions[0]!.suspendedBy)

    await world.on('2026-03-20')
    const plan = (await hosting()).subscriptions[0]!.planId
    await upgrade(world, ada, { path, plan: 'web-m' })
    assert.notEqual((await hosting()).subscriptions[0]!.planId, plan)

    await ada.cancel('now')
    assert.equal((await world.one('services')).status, 'terminated')
    assert.containSubset(await hosting(), { subscriptions: [], websites: [] })
    const late = { plan: 'web-s', hostname: 'late.example.org', options: { php: 'php-8.3' } }
    assert.deepEqual(await orderWithoutRoom(world, ada, { ...late, fault: ['enhance', 'panel_full'] }), ['failed']) // prettier-ignore
    assert.containSubset(await hosting(), { subscriptions: [], websites: [] })
    await audit(world, assert)
  })

  test('a whole machine: waits for a person, is handed over, used, suspended, restored, rebuilt and given back; refused for room', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const metal = () => world.sandbox.state<Metal>('synergycp')
    await sell(world, dedicatedServers, {
      driver: 'synergycp',
      code: 'metal-fra',
      baseUrl: `${world.sandbox.url}/synergycp`,
      token: 'sandbox-synergycp-key',
      config: { group: 'Frankfurt', wipesOnRelease: true },
    })
    const options = { location: 'fra', os: 'debian-13' }
    await buy(world, ada, { plan: 'metal-epyc', hostname: 'db1.example.org', options })
    assert.equal((await world.one('services')).status, 'provisioning')
    assert.deepEqual((await metal()).accesses, [])
    // Two stand in the rack, and one of them is promised.
    assert.equal(await freeMachines(world, ada, 'metal-epyc'), 1)
    assert.deepEqual(await world.invoices(), [])

    await world.on('2026-03-11')
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const [waiting] = (await staff.get('/approvals')).body.data
    // Nobody passes the decision by: going on from a later step would.
    for (const position of [1, 2]) {
      const passed = await staff.post(`/operations/${waiting.operation_id}/resumptions`, { position })
      assert.deepEqual([passed.status, passed.body.code], [409, 'approval_undecided'])
    }
    assert.containSubset(waiting, { hostname: 'db1.example.org', plan: 'Metal X32' })
    const decide = (body: object) =>
      staff.post(`/operations/${waiting.operation_id}/approval`, body, { 'idempotency-key': newId() })
    assert.equal((await decide({ decision: 'refuse' })).status, 422)
    assert.equal((await decide({ decision: 'approve', note: 'Checked' })).status, 200)
    await world.settle()
    assert.equal((await decide({ decision: 'refuse', note: 'Too late' })).body.code, 'nothing_to_decide')
    const service = await world.one('services')
    assert.equal(service.status, 'active')
    assert.equal((await world.invoices()).at(-1)!.status, 'paid')
    const mine = async () =>
      (await metal()).servers.find(({ billingId }) => billingId === showId('service', service.id))
    assert.containSubset(await mine(), { nickname: 'db1.example.org', profileId: 11 })

    await world.on('2026-03-14')
    await hold(world, 'place')
    assert.isFalse((await metal()).accesses[0]!.isActive)
    await world.on('2026-03-15')
    await hold(world, 'lift')
    assert.isTrue((await metal()).accesses[0]!.isActive)

    await world.on('2026-03-20')
    const path = `/services/${showId('service', service.id)}`
    const [system] = (await ada.api.get(`${path}/templates`)).body.data.filter(({ name }: { name: string }) => /Ubuntu/.test(name)) // prettier-ignore
    await rebuild(world, ada, { path, template: system.name })
    assert.notEqual((await mine())!.profileId, 11)

    const machine = (await mine())!.id
    await ada.cancel('now')
    assert.equal((await world.one('services')).status, 'terminated')
    const { servers, accesses } = await metal()
    assert.deepEqual(accesses, [])
    assert.containSubset(
      servers.find(({ id }) => id === machine),
      { nickname: 'EMPTY', dataOfClientId: null }
    )
    const late = { plan: 'metal-epyc', hostname: 'late.example.org', options }
    assert.deepEqual(await orderWithoutRoom(world, ada, { ...late, fault: ['synergycp', 'panel_full'] }), ['failed']) // prettier-ignore
    assert.deepEqual((await metal()).accesses, [])
    await audit(world, assert)
  })

  test('a machine that is refused costs nothing, and none was taken', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await sell(world, dedicatedServers, {
      driver: 'synergycp',
      code: 'metal-fra',
      baseUrl: `${world.sandbox.url}/synergycp`,
      token: 'sandbox-synergycp-key',
      config: { group: 'Frankfurt' },
    })
    assert.equal(await freeMachines(world, ada, 'metal-epyc'), 2)
    await buy(world, ada, { plan: 'metal-epyc', hostname: 'db1.example.org', options: { location: 'fra', os: 'debian-13' } }) // prettier-ignore
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const [waiting] = (await staff.get('/approvals')).body.data
    const body = { decision: 'refuse', note: 'We could not confirm your identity.' }
    await staff.post(`/operations/${waiting.operation_id}/approval`, body, { 'idempotency-key': newId() })
    await world.settle()
    assert.equal((await world.one('services')).status, 'failed')
    assert.equal((await world.one('orders')).status, 'failed')
    assert.deepEqual(
      (await world.payments()).map(({ status }) => status),
      ['cancelled']
    )
    assert.deepEqual((await world.sandbox.state<Metal>('synergycp')).accesses, [])
    assert.deepEqual((await staff.get('/approvals')).body.data, [])
    await audit(world, assert)
  })
})
