import { test } from '@japa/runner'
import { SandboxProcess } from '../sandbox_process.js'
import { PanelClient, type Page, type Resources } from './panel_client.js'

type TemplateGroup = {
  id: number
  name: string
  templates: Array<{ id: number; name: string; version: string }>
}
type Package = {
  id: number
  name: string
  memory: number
  primaryStorage: number
  cpuCores: number
  enabled: boolean
}

test.group('Sandbox VirtFusion, before there is a server', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient

  group.setup(async () => {
    sandbox = await SandboxProcess.start()
    panel = new PanelClient(sandbox)
    return () => sandbox.stop()
  })

  test('a wrong token gets 401 and no body', async ({ assert }) => {
    const { status, text } = await new PanelClient(sandbox, 'fra', 'wrong').call('GET', '/connect')
    assert.deepEqual([status, text], [401, ''])
  })

  test('the right token connects to both panels, an unknown panel is a wrong address', async ({ assert }) => {
    assert.equal((await panel.call('GET', '/connect')).status, 200)
    assert.equal((await new PanelClient(sandbox, 'nyc').call('GET', '/connect')).status, 200)
    const unknown = await new PanelClient(sandbox, 'lon').call('GET', '/connect')
    assert.equal(unknown.status, 404)
    assert.isUndefined(unknown.body.msg)
  })

  test('an unknown route answers 404 without the panel’s msg', async ({ assert }) => {
    const { status, body } = await panel.call('GET', '/no/such/route')
    assert.equal(status, 404)
    assert.isUndefined(body.msg)
    assert.isString(body.message)
  })

  test('packages are a plain list in megabytes and gigabytes', async ({ assert }) => {
    const packages = await panel.data<Package[]>('GET', '/packages')
    const sold = packages.filter((spec) => spec.enabled)
    assert.deepEqual(
      sold.map(({ id, cpuCores, memory, primaryStorage }) => [id, cpuCores, memory, primaryStorage]),
      [
        [1, 1, 2048, 40],
        [2, 2, 4096, 80],
        [3, 4, 8192, 160],
        [4, 6, 16384, 320],
        [5, 8, 32768, 640],
      ]
    )
    assert.equal((await panel.call('GET', '/packages/77')).status, 404)
  })

  test('images depend on the size of the package', async ({ assert }) => {
    const names = async (id: number) =>
      (await panel.data<TemplateGroup[]>('GET', `/media/templates/fromServerPackageSpec/${id}`)).map(
        ({ name }) => name
      )
    assert.notInclude(await names(1), 'Windows Server')
    assert.includeMembers(await names(2), [
      'Debian',
      'Ubuntu Server',
      'AlmaLinux',
      'Rocky Linux',
      'Windows Server',
    ])
  })

  test('groups and machines come in pages', async ({ assert }) => {
    const { body } = await panel.call<Page<{ id: number }>>('GET', '/compute/hypervisors?results=3')
    assert.deepEqual([body.data.length, body.total, body.per_page, body.last_page], [3, 4, 3, 2])
    assert.match(body.next_page_url ?? '', /page=2$/)
    const second = await panel.call<Page<{ id: number }>>('GET', '/compute/hypervisors?results=3&page=2')
    assert.lengthOf(second.body.data, 1)
    assert.equal((await panel.call('GET', '/compute/hypervisors?results=201')).status, 422)
  })

  test('resources say what is free, and nothing when the panel is told to be full', async ({ assert }) => {
    const read = () => panel.call<Page<Resources>>('GET', '/compute/hypervisors/groups/2/resources')
    const before = (await read()).body.data[0]
    assert.isAbove(before?.resources.memory.free ?? 0, 100_000)
    await sandbox.fault('virtfusion', 'panel_full', { times: 1 })
    const full = (await read()).body.data[0]
    assert.deepEqual(
      [full?.resources.memory.free, full?.resources.servers.free, full?.resources.network.total.ipv4.free],
      [0, 0, 0]
    )
    assert.deepEqual((await read()).body.data[0], before)
  })

  test('a machine under maintenance is marked as prohibited', async ({ assert }) => {
    const { body } = await panel.call<Page<Resources>>('GET', '/compute/hypervisors/groups/3/resources')
    assert.deepEqual(
      body.data.map(({ hypervisor }) => hypervisor.prohibit),
      [false, true]
    )
  })
})
