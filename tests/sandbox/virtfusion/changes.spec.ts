import { test } from '@japa/runner'
import { SandboxProcess } from '../sandbox_process.js'
import { PanelClient, type Server } from './panel_client.js'

test.group('Sandbox VirtFusion, changes to a server', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient
  let userId: number
  let server: Server

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '0', SANDBOX_TASK_MS: '0' })
    panel = new PanelClient(sandbox)
    return () => sandbox.stop()
  })
  group.each.setup(async () => {
    await sandbox.reset()
    userId = (await panel.createUser(1)).id
    server = await panel.builtServer(userId, { packageId: 2 })
  })

  test('a larger package changes everything; memory arrives with the next start', async ({ assert }) => {
    const answer = await panel.call<{ info: string[] }>('PUT', `/servers/${server.id}/package/3`)
    assert.deepEqual([answer.status, answer.body.info], [200, []])
    const larger = await panel.settled(server.id)
    assert.deepEqual(larger.settings.resources, { memory: 8192, storage: 160, traffic: 30_000, cpuCores: 4 })
    assert.containSubset(larger, { remoteState: { memory: { actual: String(4096 * 1024) } } })
    await panel.call('POST', `/servers/${server.id}/power/restart`)
    assert.containSubset(await panel.settled(server.id), {
      remoteState: { memory: { actual: String(8192 * 1024) } },
    })
  })

  test('a smaller package leaves the disk as it is and says so', async ({ assert }) => {
    const answer = await panel.call<{ info: string[] }>('PUT', `/servers/${server.id}/package/1`)
    assert.lengthOf(answer.body.info, 1)
    assert.match(answer.body.info[0] ?? '', /disk/)
    assert.containSubset((await panel.settled(server.id)).settings.resources, { memory: 2048, storage: 80 })
  })

  test('unknown and withdrawn packages are refused', async ({ assert }) => {
    assert.equal((await panel.call('PUT', `/servers/${server.id}/package/99`)).status, 404)
    assert.equal((await panel.call('PUT', `/servers/${server.id}/package/9`)).status, 422)
    assert.equal((await panel.call('PUT', `/servers/${server.id}/package/3`, { memory: 'yes' })).status, 422)
  })

  for (const { path, good, bad, field, value } of [
    { path: 'memory', good: { memory: 3072 }, bad: { memory: '3072' }, field: 'memory', value: 3072 },
    { path: 'cpuCores', good: { cores: 3 }, bad: { cpuCores: 3 }, field: 'cpuCores', value: 3 },
    { path: 'traffic', good: { traffic: '500' }, bad: { traffic: '-1' }, field: 'traffic', value: 500 },
  ]) {
    test(`modify/${path} answers 201, and 422 for ${JSON.stringify(bad)}`, async ({ assert }) => {
      assert.equal((await panel.call('PUT', `/servers/${server.id}/modify/${path}`, bad)).status, 422)
      assert.equal((await panel.call('PUT', `/servers/${server.id}/modify/${path}`, good)).status, 201)
      assert.containSubset((await panel.server(server.id)).settings.resources, { [field]: value })
    })
  }

  test('name, throttle, owner and backup plan change with 201', async ({ assert }) => {
    const other = await panel.createUser(2)
    const change = (path: string, body?: unknown) => panel.call('PUT', `/servers/${server.id}${path}`, body)
    assert.equal((await change('/modify/name', { name: 'база' })).status, 201)
    assert.equal((await change('/modify/cpuThrottle', { percent: 50 })).status, 201)
    assert.equal((await change('/backups/plan/1')).status, 201)
    assert.equal((await change('/backups/plan/99')).status, 404)
    assert.lengthOf(await panel.data<unknown[]>('GET', `/backups/server/${server.id}`), 1)
    assert.equal((await change(`/owner/${other.id}`)).status, 201)
    assert.containSubset(await panel.server(server.id), {
      name: 'база',
      ownerId: other.id,
      backupPlan: { id: 1 },
    })
  })

  test('addresses are added and removed, and never twice', async ({ assert }) => {
    const path = `/servers/${server.id}/ipv4`
    const added = await panel.data<string[]>('POST', `${path}Qty`, { interface: 'primary', quantity: 2 })
    assert.deepEqual(added, ['203.0.113.11', '203.0.113.12'])
    assert.equal((await panel.call('POST', path, { ip: ['203.0.113.11'] })).status, 422)
    assert.equal((await panel.call('POST', path, { ip: ['8.8.8.8'] })).status, 422)
    assert.equal((await panel.call('POST', path, { ip: ['203.0.113.20'] })).status, 204)
    assert.equal((await panel.call('DELETE', path, { ip: ['203.0.113.11', '203.0.113.12'] })).status, 204)
    assert.equal((await panel.call('DELETE', path, { ip: ['203.0.113.11'] })).status, 422)
    const addresses = (await panel.server(server.id)).network.interfaces[0]?.ipv4.map(
      ({ address }) => address
    )
    assert.deepEqual(addresses, ['203.0.113.10', '203.0.113.20'])
  })

  test('traffic is counted in bytes with a limit in gigabytes, the current month first', async ({
    assert,
  }) => {
    type Month = { month: number; rx: number; tx: number; total: number; limit: number }
    const { monthly } = await panel.data<{ monthly: Month[] }>('GET', `/servers/${server.id}/traffic`)
    assert.containSubset(monthly[0], { month: 1, limit: 20_000 })
    assert.equal(monthly[0]?.total, (monthly[0]?.rx ?? 0) + (monthly[0]?.tx ?? 0))
    const block = await panel.call('POST', `/servers/${server.id}/traffic/blocks`, { month: 1, amount: 100 })
    assert.equal(block.status, 201)
  })
})
