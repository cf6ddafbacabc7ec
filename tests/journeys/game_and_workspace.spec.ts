import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import app from '@adonisjs/core/services/app'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { minecraft, seedProducts, workspaces } from '#app/catalogue/index'
import { ConnectPanel } from '#app/provisioning/index'
import { openConsoleRelay } from '#app/provisioning/http/console_relay'
import { newId, showId } from '#app/shared/ids'
import { db } from '#app/shared/database/db'
import { audit } from '#tests/journeys/auditor'
import type { Shopper } from '#tests/journeys/shopper'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { eventually } from '#tests/sandbox/sandbox_process'
import { as } from '#tests/support/tenants'
import { hold, orderWithoutRoom, rebuild, upgrade } from '#tests/journeys/whole_life'
import { WebSocket } from 'ws'

interface Games {
  servers: { id: number; externalId: string; status: string | null; power: string; environment: Record<string, string>; limits: { memory: number } }[]
  allocations: unknown[]
} // prettier-ignore
interface Desktops {
  users: { disabled: boolean; username: string; groupIds: string[] }[]
  sessions: { userId: string }[]
}

async function sell(world: World, product: typeof minecraft, panel: Record<string, unknown>): Promise<void> {
  await as(world.tenant, async () => {
    await seedProducts([product])
    const connect = await app.container.make(ConnectPanel)
    const place = { name: 'Panel', location: 'Frankfurt', config: {} }
    const connected = await connect.execute({ ...place, ...panel } as Parameters<typeof connect.execute>[0])
    if (!connected.ok) throw new Error(connected.error.type)
  })
}

async function quoteFor(world: World, ada: Shopper, wish: { plan: string; options: Record<string, string> }) {
  const plan = await world.read(() =>
    db.selectFrom('plans').select('id').where('slug', '=', wish.plan).executeTakeFirstOrThrow()
  )
  const item = {
    plan_id: showId('plan', plan.id),
    interval: { unit: 'month', count: 1 },
    hostname: 'ada-world',
    options: wish.options,
  }
  return ada.api.post('/quotes', { items: [item] }, { 'idempotency-key': newId() })
}

async function buy(world: World, ada: Shopper, wish: { plan: string; options: Record<string, string> }) {
  const quote = await quoteFor(world, ada, wish)
  const body = { quote_id: quote.body.id, accepts_terms: true }
  const order = await ada.api.post('/orders', body, { 'idempotency-key': newId() })
  await world.settle()
  await ada.pay(order.body.id)
  await world.settle()
}

/** A ticket opens the console once; only commands pass; the panel's own ticket is seen by nobody. */
async function typeIntoConsole(ada: Shopper, path: string, assert: Assert): Promise<void> {
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const relay = openConsoleRelay(http)
  const { port } = http.address() as AddressInfo
  try {
    const link = await ada.api.post(`${path}/console`, {})
    assert.deepInclude(link.body, { kind: 'websocket', password: '', token: '' })
    const url = new URL(link.body.url)
    const heard: string[] = []
    const { host } = ada.api
    const open = (headers = {}) =>
      new WebSocket(`ws://127.0.0.1:${port}${url.pathname}`, { headers: { host, ...headers } })
    const strange = open({ origin: 'https://elsewhere.example.test' })
    await assert.rejects(() => once(strange, 'open'))
    const console = open()
    console.on('message', (data) => heard.push(String(data)))
    await once(console, 'open')
    await eventually(
      async () => heard,
      (lines) => lines.some((line) => line.includes('"status"'))
    )
    console.send(JSON.stringify({ event: 'set state', args: ['kill'] }))
    console.send(JSON.stringify({ event: 'send command', args: ['say hello from the portal'] }))
    await eventually(
      async () => heard,
      (lines) => lines.some((line) => line.includes('hello from the portal'))
    )
    assert.notInclude(heard.join(), 'marked as offline')
    assert.notInclude(heard.join(), 'jwt')
    console.close()
    const again = open()
    const [code] = await once(again, 'close')
    assert.equal(code, 4403)
    const forged = new WebSocket(`ws://127.0.0.1:${port}/consoles/forged`, { headers: { host } })
    await assert.rejects(() => once(forged, 'open'))
  } finally {
    relay.close()
    http.close()
  }
}

test.group("What is neither a server nor a desktop of one's own", (group) => {
  const begin = useWorld(group)

  test('a Minecraft server: refused for its settings, bought, played on, suspended, restored, upgraded, rebuilt, terminated, refused for room', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const games = () => world.sandbox.state<Games>('pterodactyl')
    const baseUrl = `${world.sandbox.url}/pterodactyl`
    await sell(world, minecraft, {
      driver: 'pterodactyl',
      code: 'games',
      baseUrl,
      token: 'ptlc_sandbox_pterodactyl',
    })

    const tooLong = { game: 'paper', MINECRAFT_VERSION: 'x'.repeat(21), WORLD: 'nowhere' }
    const refused = await quoteFor(world, ada, { plan: 'minecraft-4', options: tooLong })
    assert.equal(refused.status, 422)
    assert.sameMembers(
      refused.body.errors.map(({ field }: { field: string }) => field),
      ['items.0.options.MINECRAFT_VERSION', 'items.0.options.WORLD']
    )

    await buy(world, ada, { plan: 'minecraft-4', options: { game: 'paper', MINECRAFT_VERSION: '1.21.4' } })
    const service = await world.one('services')
    assert.equal(service.status, 'active')
    const [server] = (await games()).servers
    assert.containSubset(server, {
      externalId: showId('service', service.id),
      status: null,
      power: 'running',
      limits: { memory: 4096 },
    })
    assert.equal(server!.environment.MINECRAFT_VERSION, '1.21.4')

    await world.on('2026-03-12')
    const path = `/services/${showId('service', service.id)}`
    const wrong = await ada.api.patch(`${path}/startup`, { variables: { SERVER_JARFILE: 'x', NO: '1' } })
    assert.equal(wrong.status, 422)
    assert.sameMembers(
      wrong.body.errors.map(({ field }: { field: string }) => field),
      ['variables.SERVER_JARFILE', 'variables.NO']
    )
    const set = await ada.api.patch(`${path}/startup`, {
      variables: { BUILD_NUMBER: '130', MINECRAFT_VERSION: '' },
    })
    assert.equal(set.status, 200)
    assert.containSubset((await games()).servers[0]!.environment, {
      BUILD_NUMBER: '130',
      MINECRAFT_VERSION: '',
    })
    await typeIntoConsole(ada, path, assert)
    assert.equal(
      (await ada.api.post(`${path}/power`, { action: 'poweroff' }, { 'idempotency-key': newId() })).status,
      202
    )
    await world.settle()
    assert.equal((await games()).servers[0]!.power, 'offline')

    await world.on('2026-03-14')
    await hold(world, 'place')
    assert.equal((await world.one('services')).status, 'suspended')
    assert.equal((await games()).servers[0]!.status, 'suspended')
    const closed = await ada.api.post(`${path}/power`, { action: 'boot' }, { 'idempotency-key': newId() })
    assert.equal(closed.body.code, 'service_not_usable')

    await world.on('2026-03-15')
    await hold(world, 'lift')
    assert.equal((await world.one('services')).status, 'active')
    assert.isNull((await games()).servers[0]!.status)
    // It was off when it was suspended, and nobody switches it on. What ran before runs again, though the panel leaves it off.
    assert.equal((await games()).servers[0]!.power, 'offline')
    await ada.api.post(`${path}/power`, { action: 'boot' }, { 'idempotency-key': newId() })
    await world.settle()
    await hold(world, 'place')
    assert.equal((await games()).servers[0]!.power, 'offline')
    await hold(world, 'lift')
    assert.include(['starting', 'running'], (await games()).servers[0]!.power)

    await world.on('2026-03-20')
    await upgrade(world, ada, { path, plan: 'minecraft-8' })
    assert.containSubset((await games()).servers, [{ limits: { memory: 8192 } }])
    await rebuild(world, ada, { path, template: 'Paper' })
    assert.isNull((await games()).servers[0]!.status)

    await ada.cancel('now')
    assert.equal((await world.one('services')).status, 'terminated')
    assert.containSubset(await games(), { servers: [], allocations: [] })
    const late = { plan: 'minecraft-4', hostname: 'late', options: { game: 'paper' } }
    assert.deepEqual(await orderWithoutRoom(world, ada, { ...late, fault: ['pterodactyl', 'nodes_full'] }), ['failed']) // prettier-ignore
    assert.lengthOf((await games()).servers, 0)
    await audit(world, assert)
  })

  test('a workspace: bought, started, suspended with everything that runs, restored, upgraded, terminated, refused for want of licences', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const desktops = () => world.sandbox.state<Desktops>('kasm')
    const secrets = { token: 'sandbox-kasm-key', secrets: { secret: 'sandbox-kasm-secret' } }
    await sell(world, workspaces, {
      driver: 'kasm',
      code: 'desktops',
      baseUrl: `${world.sandbox.url}/kasm`,
      ...secrets,
    })
    await buy(world, ada, { plan: 'workspace-solo', options: { image: 'ubuntu' } })
    const service = await world.one('services')
    assert.equal(service.status, 'active')
    const path = `/services/${showId('service', service.id)}`
    const shown = await ada.api.post(`${path}/credentials`, {})
    assert.equal(shown.body.user, (await desktops()).users[0]!.username)

    const started = await ada.api.post(`${path}/sessions`, {})
    assert.include(started.body.url, '/kasm/#/connect/kasm/')
    const other = await ada.api.post(`${path}/sessions`, { image: 'Chrome' })
    assert.equal(`${other.status} ${other.body.code}`, '409 session_refused')
    const listed = await ada.api.get(`${path}/sessions`)
    assert.equal(listed.body.data[0].image, 'Ubuntu Jammy')
    const nowhere = await ada.api.delete(`${path}/sessions/00000000000000000000000000000000`)
    assert.equal(nowhere.status, 404)

    await world.on('2026-03-12')
    await hold(world, 'place')
    assert.isTrue((await desktops()).users[0]!.disabled)
    assert.lengthOf((await desktops()).sessions, 0)
    await world.on('2026-03-13')
    await hold(world, 'lift')
    assert.isFalse((await desktops()).users[0]!.disabled)
    const before = (await desktops()).users[0]!.groupIds
    await upgrade(world, ada, { path, plan: 'workspace-plus' })
    assert.notDeepEqual((await desktops()).users[0]!.groupIds, before)
    await ada.cancel('now')
    assert.equal((await world.one('services')).status, 'terminated')
    assert.lengthOf((await desktops()).users, 0)
    const late = { plan: 'workspace-solo', hostname: 'late', options: { image: 'ubuntu' } }
    assert.deepEqual(await orderWithoutRoom(world, ada, { ...late, fault: ['kasm', 'licence_exhausted'] }), ['failed', 'cancelled']) // prettier-ignore
    assert.lengthOf((await desktops()).users, 0)
    await audit(world, assert)
  })
})
