import { test } from '@japa/runner'
import { eventually, SandboxProcess } from '../sandbox_process.js'
import { PanelClient, type Page, type QueueItem, type Server } from './panel_client.js'

test.group('Sandbox VirtFusion, a server’s life', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient
  let userId: number

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '150', SANDBOX_TASK_MS: '80' })
    panel = new PanelClient(sandbox)
    return () => sandbox.stop()
  })
  group.each.setup(async () => {
    await sandbox.reset()
    userId = (await panel.createUser(40017)).id
  })

  test('create reserves, build installs, and the password is seen once', async ({ assert }) => {
    const created = await panel.createServer(userId, { packageId: 2 })
    assert.containSubset(created, { ownerId: userId, built: null, buildFailed: false, commissionStatus: 0 })
    assert.include([7, 8], created.hypervisorId)
    assert.equal(created.network.interfaces[0]?.ipv4[0]?.address, '203.0.113.10')
    assert.equal(created.settings.resources.memory, 4096)

    const body = { operatingSystemId: 21, name: 'web', hostname: 'web.example.test', ipv6: true }
    const building = await panel.data<Server>('POST', `/servers/${created.id}/build`, body)
    assert.isTrue(building.tasks.active)
    assert.deepEqual(
      building.tasks.actions.pending.map(({ action }) => action),
      ['build']
    )
    assert.isString(building.settings.decryptedPassword)

    const built = await panel.settled(created.id)
    assert.isString(built.built)
    assert.isUndefined(built.settings.decryptedPassword)
    assert.containSubset(built, {
      name: 'web',
      hostname: 'web.example.test',
      commissionStatus: 3,
      state: 'complete',
    })
    assert.containSubset(built, { remoteState: { state: 'running' } })
    assert.match(built.network.interfaces[0]?.ipv6[0]?.subnet ?? '', /^2001:db8:f2a:/)
  })

  for (const { name, body, sentence } of [
    { name: 'nothing', body: {}, sentence: 'The package id field is required.' },
    {
      name: 'text for a number',
      body: { packageId: '1', userId: 1, hypervisorId: 2 },
      sentence: 'The package id field must be an integer.',
    },
    {
      name: 'a machine instead of a group',
      body: { packageId: 1, userId: 101, hypervisorId: 7 },
      sentence: 'The selected hypervisor id is invalid.',
    },
    {
      name: 'a withdrawn package',
      body: { packageId: 9, userId: 101, hypervisorId: 2 },
      sentence: 'The selected package id is invalid.',
    },
    {
      name: 'a field nobody knows',
      body: { packageId: 1, userId: 101, hypervisorId: 2, ram: 5 },
      sentence: 'The ram field is not known.',
    },
    {
      name: 'a negative count',
      body: { packageId: 1, userId: 101, hypervisorId: 2, ipv4: -1 },
      sentence: 'The ipv4 field must be at least 0.',
    },
    {
      name: 'more memory than there is',
      body: { packageId: 1, userId: 101, hypervisorId: 2, memory: 9_000_000 },
      sentence: 'No hypervisor in the group can fit the requested memory.',
    },
  ]) {
    test(`create with ${name} is refused in a list of sentences`, async ({ assert }) => {
      const answer = await panel.call('POST', '/servers', body)
      assert.equal(answer.status, 422)
      assert.include(answer.body.errors, sentence)
      assert.lengthOf(await panel.data<Server[]>('GET', `/servers/user/${userId}`), 0)
    })
  }

  test('a dry run says yes and creates nothing', async ({ assert }) => {
    const body = { packageId: 1, userId, hypervisorId: 2 }
    assert.equal((await panel.call('POST', '/servers?dryRun=true', body)).status, 200)
    assert.lengthOf(await panel.data<Server[]>('GET', `/servers/user/${userId}`), 0)
    await sandbox.fault('virtfusion', 'panel_full', { times: 1 })
    assert.equal((await panel.call('POST', '/servers?dryRun=true', body)).status, 422)
  })

  test('building asks for a known image and a full host name', async ({ assert }) => {
    const { id } = await panel.createServer(userId)
    for (const body of [
      {},
      { operatingSystemId: 999 },
      { operatingSystemId: 51 },
      { operatingSystemId: 12, hostname: 'web' },
    ]) {
      assert.equal((await panel.call('POST', `/servers/${id}/build`, body)).status, 422)
    }
  })

  test('while a task runs, everything else is locked out', async ({ assert }) => {
    const { id } = await panel.createServer(userId)
    await panel.data('POST', `/servers/${id}/build`, { operatingSystemId: 12 })
    for (const [method, path] of [
      ['POST', `/servers/${id}/build`],
      ['POST', `/servers/${id}/suspend`],
      ['POST', `/servers/${id}/power/boot`],
      ['PUT', `/servers/${id}/package/2`],
      ['DELETE', `/servers/${id}?delay=0`],
    ] as const) {
      const answer = await panel.call(method, path, { operatingSystemId: 12 })
      assert.equal(answer.status, 423, `${method} ${path}`)
      assert.isString(answer.body.msg)
    }
  })

  test('suspend and unsuspend answer 204 at once and act a moment later', async ({ assert }) => {
    const { id } = await panel.builtServer(userId)
    assert.equal((await panel.call('POST', `/servers/${id}/suspend`)).status, 204)
    assert.isFalse((await panel.server(id)).suspended)
    assert.containSubset(await panel.settled(id), { suspended: true, remoteState: { state: 'stopped' } })
    assert.equal((await panel.call('POST', `/servers/${id}/suspend`)).status, 409)
    assert.equal((await panel.call('POST', `/servers/${id}/power/boot`)).status, 409)
    assert.equal((await panel.call('POST', `/servers/${id}/unsuspend`)).status, 204)
    assert.containSubset(await panel.settled(id), { suspended: false, remoteState: { state: 'running' } })
  })

  test('power goes through the queue', async ({ assert }) => {
    const { id } = await panel.builtServer(userId)
    const { queueId } = await panel.data<{ queueId: number }>('POST', `/servers/${id}/power/shutdown`)
    const open = await panel.data<QueueItem>('GET', `/queue/${queueId}`)
    assert.isNull(open.finished)
    assert.isBelow(open.progress, 100)
    const done = await eventually(
      () => panel.data<QueueItem>('GET', `/queue/${queueId}`),
      (item) => item.finished !== null
    )
    assert.containSubset(done, { failed: false, progress: 100 })
    assert.containSubset(await panel.server(id), { remoteState: { state: 'stopped' } })
  })

  test('a root password is made for a running server, by the right name', async ({ assert }) => {
    const { id } = await panel.builtServer(userId)
    const refused = await panel.call('POST', `/servers/${id}/resetPassword`, { user: 'admin' })
    assert.equal(refused.status, 422)
    assert.isString(refused.body.msg)
    const given = await panel.data<{ queueId: number; expectedPassword: string }>(
      'POST',
      `/servers/${id}/resetPassword`,
      { user: 'root', sendMail: false }
    )
    assert.isAbove(given.expectedPassword.length, 11)
    assert.isFalse((await panel.settled(id)).tasks.active)
  })

  test('deleting is accepted and then comes true; a second call says it is gone', async ({ assert }) => {
    const { id } = await panel.builtServer(userId)
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=0`)).status, 204)
    const gone = await eventually(
      () => panel.call('GET', `/servers/${id}`),
      (answer) => answer.status === 404
    )
    assert.equal(gone.body.msg, 'server not found')
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=0`)).body.msg, 'server not found')
  })

  test('a deletion with a delay leaves the server readable, and a wrong delay is refused', async ({
    assert,
  }) => {
    const { id } = await panel.builtServer(userId)
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=43801`)).status, 422)
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=1`)).status, 204)
    assert.equal((await panel.call('GET', `/servers/${id}`)).status, 200)
  })

  test('servers are listed in pages, by machine, and by user', async ({ assert }) => {
    for (let made = 0; made < 3; made += 1) await panel.createServer(userId)
    const { body } = await panel.call<Page<Server>>('GET', '/servers?type=simple&results=2')
    assert.deepEqual([body.data.length, body.total, body.last_page], [2, 3, 2])
    const machine = await panel.call<Page<Server>>('GET', '/servers?hypervisorId[]=9')
    assert.equal(machine.body.total, 0)
    assert.lengthOf(await panel.data<Server[]>('GET', `/servers/user/${userId}`), 3)
    assert.equal((await panel.call('GET', '/servers/user/1')).status, 404)
  })

  test('console details are new with every opening', async ({ assert }) => {
    type Vnc = { vnc: { password: string; enabled: boolean; wss: { token: string; url: string } } }
    const { id } = await panel.builtServer(userId)
    assert.equal((await panel.call('POST', `/servers/${id}/vnc`, {})).status, 422)
    const first = await panel.data<Vnc>('POST', `/servers/${id}/vnc`, { action: 'enable', vnc: true })
    const second = await panel.data<Vnc>('POST', `/servers/${id}/vnc`, { vnc: true })
    assert.notEqual(first.vnc.wss.token, second.vnc.wss.token)
    assert.equal(second.vnc.wss.url, `/vnc/?token=${second.vnc.wss.token}`)
    assert.deepEqual(await panel.data<Vnc>('GET', `/servers/${id}/vnc`), { vnc: second.vnc })
  })

  test('the panels do not share servers', async ({ assert }) => {
    const { id } = await panel.createServer(userId)
    assert.equal((await new PanelClient(sandbox, 'nyc').call('GET', `/servers/${id}`)).status, 404)
  })
})
