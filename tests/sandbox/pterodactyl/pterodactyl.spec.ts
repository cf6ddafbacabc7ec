import { test } from '@japa/runner'
import { SandboxProcess } from '../sandbox_process.js'
import { keys, listen, order, PterodactylClient } from './panel_client.js'

test.group('Sandbox Pterodactyl', (group) => {
  let sandbox: SandboxProcess
  let panel: PterodactylClient

  group.setup(async () => {
    sandbox = await SandboxProcess.start({
      SANDBOX_BUILD_MS: '120',
      SANDBOX_TASK_MS: '30',
      SANDBOX_PTERODACTYL_RATE: '100000',
    })
    panel = new PterodactylClient(sandbox)
    return () => sandbox.stop()
  })
  group.each.setup(async () => {
    await sandbox.reset()
  })

  test('keys open what they are for', async ({ assert }) => {
    const answers = [
      ['GET', '/application/nodes', keys.application, 200],
      ['GET', '/application/nodes', keys.root, 200],
      ['GET', '/application/nodes', keys.reading, 200],
      ['POST', '/application/users', keys.reading, 403],
      ['GET', '/client/servers/none', keys.application, 403],
      ['GET', '/application/nodes', 'wrong', 401],
      ['GET', '/application/nowhere', keys.root, 404],
    ] as const
    for (const [method, path, key, status] of answers) {
      const answer = await panel.call(method, path, undefined, key)
      assert.equal(answer.status, status, `${method} ${path} with ${key}`)
      if (status >= 400) assert.equal(answer.body.errors[0]!.status, String(status))
    }
  })

  test('nests have eggs, and eggs their variables with rules', async ({ assert }) => {
    const nests = await panel.call('GET', '/application/nests?per_page=1')
    assert.deepInclude(nests.body.meta.pagination, { total: 2, count: 1, total_pages: 2 })
    const eggs = await panel.call('GET', '/application/nests/1/eggs?include=variables')
    const paper = eggs.body.data.find(({ attributes }) => attributes.name === 'Paper')!
    const { variables } = paper.attributes.relationships as { variables: { data: { attributes: object }[] } }
    assert.containSubset(variables.data[0]!.attributes, {
      env_variable: 'MINECRAFT_VERSION',
      rules: 'nullable|string|max:20',
    })
  })

  test('a server is installed, started, used and removed', async ({ assert }) => {
    const made = await panel.addServer()
    assert.containSubset(made, { status: 'installing', external_id: 'svc-1' })
    await panel.until(made.id, null)
    await panel.untilPower(made.identifier, 'running')
    const found = await panel.call('GET', '/application/servers/external/svc-1?include=allocations')
    assert.equal(found.body.attributes.id, made.id)

    const ticket = await panel.call('GET', `/client/servers/${made.identifier}/websocket`)
    const { token, socket } = (ticket.body as unknown as { data: { token: string; socket: string } }).data
    await assert.rejects(() => listen(socket, 'http://elsewhere.test'))
    const console = await listen(socket, sandbox.url)
    console.send('send command', 'list')
    await console.until(({ event }) => event === 'jwt error')
    console.send('auth', token)
    await console.until(({ event, args }) => event === 'status' && args[0] === 'running')
    console.send('send command', 'say hello')
    await console.until(({ args }) => args[0]?.endsWith('[Server] hello') === true)
    console.close()

    assert.equal((await panel.call('DELETE', `/application/servers/${made.id}`)).status, 204)
    assert.equal((await panel.call('DELETE', `/application/servers/${made.id}`)).status, 404)
    const state = await sandbox.json<{ servers: unknown[]; allocations: unknown[] }>(
      'GET',
      '/_state/pterodactyl'
    )
    assert.deepInclude(state, { servers: [], allocations: [] })
  })

  test('what is wrong with an order is told field by field', async ({ assert }) => {
    const user = await panel.addUser()
    const wrong = async (change: object) => {
      const { status, body } = await panel.call('POST', '/application/servers', { ...order, user, ...change })
      return [status, body.errors.map(({ code, meta }) => [code, meta?.source_field, meta?.rule])]
    }
    const invalid = (field: string, rule: string) => [422, [['ValidationException', field, rule]]]
    assert.deepEqual(await wrong({ user: 99 }), invalid('user', 'exists'))
    assert.deepEqual(
      await wrong({ feature_limits: { databases: 1 } }),
      invalid('feature_limits.backups', 'present')
    )
    assert.deepEqual(await wrong({ limits: { ...order.limits, io: 5 } }), invalid('limits.io', 'between'))
    const environment = { ...order.environment, SERVER_JARFILE: 'server.exe' }
    assert.deepEqual(await wrong({ environment }), invalid('environment.SERVER_JARFILE', 'regex'))
    const tooMuch = { limits: { ...order.limits, memory: 900_000 } }
    assert.deepEqual(await wrong(tooMuch), [400, [['NoViableNodeException', undefined, undefined]]])
    assert.equal((await panel.call('POST', '/application/servers', { ...order, user })).status, 201)
    assert.deepEqual(await wrong({}), invalid('external_id', 'unique'))
  })

  test('suspending may be repeated, closes the client interface, and writes over an installation', async ({
    assert,
  }) => {
    const made = await panel.addServer()
    for (const time of [1, 2]) {
      assert.equal(
        (await panel.call('POST', `/application/servers/${made.id}/suspend`)).status,
        204,
        `${time}`
      )
    }
    const refused = await panel.call('POST', `/client/servers/${made.identifier}/power`, { signal: 'start' })
    assert.deepEqual([refused.status, refused.body.errors[0]!.code], [409, 'ServerStateConflictException'])
    await panel.call('POST', `/application/servers/${made.id}/unsuspend`)
    assert.isNull((await panel.server(made.id)).status)
  })

  test('a daemon that does not answer leaves nothing behind', async ({ assert }) => {
    await sandbox.fault('pterodactyl', 'daemon_down', { times: 1 })
    const user = await panel.addUser()
    const lost = await panel.call('POST', '/application/servers', { ...order, user })
    assert.deepEqual([lost.status, lost.body.errors[0]!.code], [504, 'DaemonConnectionException'])
    assert.equal((await panel.call('GET', '/application/servers/external/svc-1')).status, 404)
  })

  test('limits of what belongs to a server are kept', async ({ assert }) => {
    const made = await panel.addServer()
    await panel.until(made.id, null)
    const base = `/client/servers/${made.identifier}`
    const database = { database: 'world', remote: '%' }
    assert.equal((await panel.call('POST', `${base}/databases`, database)).status, 200)
    const second = await panel.call('POST', `${base}/databases`, { ...database, database: 'more' })
    assert.deepEqual([second.status, second.body.errors[0]!.code], [400, 'TooManyDatabasesException'])
    const tries = [1, 2, 3].map(() => panel.call('POST', `${base}/backups`, {}))
    assert.deepEqual((await Promise.all(tries)).map(({ status }) => status).toSorted(), [200, 200, 400])
    const value = await panel.call('PUT', `${base}/startup/variable`, { key: 'SERVER_JARFILE', value: 'no' })
    assert.deepEqual([value.status, value.body.errors[0]!.meta!.rule], [422, 'regex'])
  })

  test('an installation goes on after the power went', async ({ assert }) => {
    const made = await panel.addServer()
    await sandbox.kill()
    await sandbox.boot()
    assert.equal((await panel.until(made.id, null)).external_id, 'svc-1')
  })
})
