import { test } from '@japa/runner'
import { eventually, SandboxProcess } from '../sandbox_process.js'
import { PanelClient, type Server } from './panel_client.js'

test.group('Sandbox VirtFusion, when things go wrong', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient
  let userId: number

  group.each.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '300', SANDBOX_TASK_MS: '50' })
    panel = new PanelClient(sandbox)
    userId = (await panel.createUser(1)).id
    return () => sandbox.stop()
  })

  test('a create whose answer is lost has made its server, which the list by user shows', async ({
    assert,
  }) => {
    await sandbox.fault('virtfusion', 'timeout_after', {
      times: 1,
      route: 'POST /virtfusion/fra/api/v1/servers',
    })
    const body = { packageId: 1, userId, hypervisorId: 2, ipv4: 1 }
    await assert.rejects(() => panel.call('POST', '/servers', body, AbortSignal.timeout(300)))
    await sandbox.untilSpent('virtfusion', 'timeout_after')
    const servers = await eventually(
      () => panel.data<Server[]>('GET', `/servers/user/${userId}`),
      (made) => made.length > 0
    )
    assert.lengthOf(servers, 1)
  })

  test('a create that times out before acting has made nothing', async ({ assert }) => {
    await sandbox.fault('virtfusion', 'timeout_before', { times: 1 })
    const body = { packageId: 1, userId, hypervisorId: 2, ipv4: 1 }
    await assert.rejects(() => panel.call('POST', '/servers', body, AbortSignal.timeout(300)))
    await sandbox.untilSpent('virtfusion', 'timeout_before')
    assert.lengthOf(await panel.data<Server[]>('GET', `/servers/user/${userId}`), 0)
  })

  test('a full panel refuses with the memory sentence', async ({ assert }) => {
    await sandbox.fault('virtfusion', 'panel_full')
    const answer = await panel.call('POST', '/servers', { packageId: 1, userId, hypervisorId: 2 })
    assert.equal(answer.status, 422)
    assert.deepEqual(answer.body.errors, ['No hypervisor in the group can fit the requested memory.'])
  })

  test('a failed build says so, and the next one may succeed', async ({ assert }) => {
    await sandbox.fault('virtfusion', 'build_fails', { times: 1 })
    const failed = await panel.builtServer(userId)
    assert.containSubset(failed, { built: null, buildFailed: true })
    await panel.data('POST', `/servers/${failed.id}/build`, { operatingSystemId: 12 })
    const built = await panel.settled(failed.id)
    assert.isFalse(built.buildFailed)
    assert.isString(built.built)
  })

  test('a stuck build stays locked and can be deleted', async ({ assert }) => {
    await sandbox.fault('virtfusion', 'build_stuck', { times: 1 })
    const { id } = await panel.createServer(userId)
    await panel.data('POST', `/servers/${id}/build`, { operatingSystemId: 12 })
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.isTrue((await panel.server(id)).tasks.active)
    assert.equal((await panel.call('POST', `/servers/${id}/suspend`)).status, 423)
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=0`)).status, 204)
    await eventually(
      () => panel.call('GET', `/servers/${id}`),
      (answer) => answer.status === 404
    )
  })

  test('a protected server cannot be deleted', async ({ assert }) => {
    const { id } = await panel.builtServer(userId)
    await sandbox.json('POST', `/_virtfusion/fra/servers/${id}/protect`)
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=0`)).status, 409)
    await sandbox.json('POST', `/_virtfusion/fra/servers/${id}/unprotect`)
    await sandbox.fault('virtfusion', 'delete_refused', { times: 1 })
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=0`)).status, 409)
    assert.equal((await panel.call('DELETE', `/servers/${id}?delay=0`)).status, 204)
  })

  test('a killed sandbox finishes the build after its next start', async ({ assert }) => {
    const { id } = await panel.createServer(userId)
    await panel.data('POST', `/servers/${id}/build`, { operatingSystemId: 12, hostname: 'web.example.test' })
    await sandbox.kill()
    await sandbox.boot()
    const built = await panel.settled(id)
    assert.isString(built.built)
    assert.equal(built.hostname, 'web.example.test')
  })
})
