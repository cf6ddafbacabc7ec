import { test } from '@japa/runner'
import { eventually, SandboxProcess } from '../sandbox_process.js'

type Json = ReturnType<typeof JSON.parse>

test.group('Sandbox SynergyCP', (group) => {
  let sandbox: SandboxProcess

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '300', SANDBOX_TASK_MS: '300' })
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.reset())

  async function call(method: string, path: string, body?: unknown, key = 'sandbox-synergycp-key') {
    const joint = path.includes('?') ? '&' : '?'
    const response = await fetch(`${sandbox.url}/synergycp${path}${joint}key=${key}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const envelope = (await response.json()) as { error: boolean; messages: { text: string }[]; data: Json }
    return { status: response.status, ...envelope, text: envelope.messages.map(({ text }) => text).join(' ') }
  }

  const xeon =
    '/server?available=true&parts[exact]=true&cpu_billing=Intel%20Xeon%20E-2388G&mem_billing=64%20GB&disks_billing[]=960%20GB%20NVMe&disks_billing[]=960%20GB%20NVMe'

  const newClient = async () =>
    Number(
      (await call('POST', '/client', { email: 'ada@example.test', first: 'Ada', last: 'L', billing_id: '1', password: '' })).data.id
    ) // prettier-ignore

  const order = (client: number, server: number) => ({
    client_id: client,
    server_id: server,
    ips_billing: '/29',
    pxe_profile_billing: 'format-quick',
    port_speed_billing: '1 Gbit/s',
    nickname: 'web',
    server: { fields: {} },
    billing: { id: 'svc_1', max_bandwidth: '20000GB' },
    access: { pxe: true, ipmi: true, switch: true },
  })

  async function provisioned() {
    const client = await newClient()
    const server = Number((await call('GET', xeon)).data.data[0].id)
    const answer = await call('POST', '/server/provision', order(client, server))
    if (answer.error) throw new Error(answer.text)
    return { client, server }
  }

  const settled = (server: number) =>
    eventually(
      async () => (await call('GET', `/server/${server}/install`)).data.total as number,
      (total) => total === 0
    )

  test('exactly the wanted parts are counted, in the wanted place', async ({ assert }) => {
    assert.equal((await call('GET', xeon)).data.total, 6)
    assert.equal((await call('GET', `${xeon}&ip_group_billing[]=LOC-FRA1`)).data.total, 4)
    assert.equal((await call('GET', `${xeon}&per_page=1`)).data.last_page, 6)
    const loose = xeon.replace('parts[exact]=true&', '')
    assert.equal((await call('GET', loose)).data.total, 7)
  })

  test('a machine is handed over, wiped, installed, suspended, and given back with what lies on its disks', async ({
    assert,
  }) => {
    const { client, server } = await provisioned()
    assert.equal((await call('GET', '/server?billing_id=svc_1')).data.data[0].id, server)
    assert.equal((await call('GET', `/entity?server=${server}`)).data.total, 1)
    const reload = { pxe_profile_billing: 'debian-13', password: 'S3cretRoot' }
    assert.equal((await call('POST', `/server/${server}/install`, reload)).status, 409)
    await call('POST', `/server/${server}/install`, { ...reload, queue: true })
    assert.isAbove((await call('GET', `/server/${server}/install`)).data.total, 0)
    await sandbox.kill()
    await sandbox.boot()
    await settled(server)
    const { data } = await call('GET', `/server/${server}/access?is_primary=true`)
    const access = `/server/${server}/access/${data.data[0].id}`
    const key = (await call('POST', '/key', { owner_id: client, owner_type: 'client' })).data.key as string
    const control = `/server/${server}/control/${3000 + server}/command`
    assert.isFalse((await call('POST', control, { power: 'reset' }, key)).error)
    await call('PATCH', access, { is_active: false, suspension_reason: 'unpaid', auto: true })
    assert.equal((await call('POST', control, { power: 'on' }, key)).status, 403)
    assert.isFalse((await call('PATCH', `/server/${server}`, { wiped: true, auto: true })).error)
    assert.equal((await call('GET', '/server?billing_id=svc_1')).data.total, 0)
    const state = await sandbox.json<{ servers: Json[]; entities: Json[] }>('GET', '/_state/synergycp')
    const back = state.servers.find(({ id }) => id === server)
    assert.containSubset(back, { nickname: 'EMPTY', isPoweredOn: false, dataOfClientId: client })
    assert.deepEqual(state.entities, [])
  })

  test('what is wrong is refused in the envelope, and a VIP is left alone with HTTP 200', async ({
    assert,
  }) => {
    const { client, server } = await provisioned()
    const free = Number((await call('GET', xeon)).data.data[0].id)
    const rows: [method: string, path: string, body: unknown, status: number, text: RegExp][] = [
      ['POST', '/server/provision', order(client, server), 409, /not available/],
      ['POST', '/server/provision', { ...order(client, free), pxe_profile_billing: 'beos' }, 400, /No pxe profile/],
      ['POST', '/server/provision', { ...order(client, free), ips_billing: '/8' }, 409, /No available IP entity/],
      ['POST', '/server/provision', { ...order(client, free), colour: 'red' }, 400, /not known/],
      ['POST', '/server/provision', { ...order(client, free), billing: { max_bandwidth: 'lots' } }, 400, /bandwidth/],
      ['POST', '/client', { email: 'ada@example.test', first: 'A', last: 'B' }, 409, /taken/],
      ['POST', `/server/${server}/install`, { pxe_profile_billing: 'windows-2025', queue: true }, 400, /edition/],
      ['POST', '/pkg/rdns/ptr', { ip: '203.0.113.1', ptr: 'a.example' }, 403, /ranges/],
      ['GET', '/server/1', undefined, 404, /not found/],
    ] // prettier-ignore
    for (const [method, path, body, status, text] of rows) {
      const answer = await call(method, path, body)
      assert.deepEqual([answer.status, answer.error], [status, true], `${method} ${path} ${answer.text}`)
      assert.match(answer.text, text)
    }
    assert.equal((await call('GET', '/group', undefined, 'wrong')).status, 401)
    await sandbox.json('POST', `/_synergycp/clients/${client}/vip`, {})
    const ignored = await call('PATCH', `/server/${server}`, { wiped: true, auto: true })
    assert.deepEqual([ignored.status, ignored.error, ignored.data], [200, true, { ignored: true }])
    assert.isFalse((await call('PATCH', `/server/${server}`, { wiped: true })).error)
  })

  test('a graph of a day and what was used come in bits', async ({ assert }) => {
    const { server } = await provisioned()
    const port = `/server/${server}/port/${1000 + server}/bandwidth`
    const graph = (await call('GET', port)).data
    assert.lengthOf(graph.data, 2)
    assert.equal(graph.data[0].length, graph.data[1].length)
    assert.isAbove(graph.stats[1].nf, graph.stats[1].avg)
    assert.equal((await call('GET', `${port}/usage`)).data.data[0].max, 20_000 * 8e9)
  })
})
