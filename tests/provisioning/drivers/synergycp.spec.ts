import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { synergycp } from '#app/provisioning/drivers/synergycp/driver'
import { isSuccess, readFailure } from '#app/provisioning/drivers/synergycp/failures'
import { isWithin } from '#app/provisioning/drivers/synergycp/names'
import { hasFailed, isStale } from '#app/provisioning/drivers/synergycp/observation'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { conformance, type PanelSubject } from '#tests/provisioning/drivers/conformance'
import { openLine, outcomeOf } from '#tests/provisioning/drivers/conformance_line'

const api = '/synergycp'
const routes = { create: `POST ${api}/server/provision`, build: `POST ${api}/server/*/install` }

const spec = {
  kind: 'dedicated' as const,
  package: 'E-2388G',
  template: 'Debian 13',
  location: null,
  cpu: 'Intel Xeon E-2388G',
  memory: '64 GB',
  disks: ['960 GB NVMe', '960 GB NVMe'],
  addOns: [],
  portSpeed: '1 Gbit/s',
  ipBlock: '/29',
  trafficGb: 20_000,
  approval: false,
  edition: '',
}

interface State {
  servers: {
    id: number
    billingId: string | null
    dataOfClientId: number | null
    profileId: number | null
    portSpeedId: number
    isPortOn: boolean
  }[]
  accesses: { serverId: number; clientId: number; isActive: boolean }[]
  installs: { serverId: number }[]
}

function subjectOn(sandbox: Sandbox, more: Record<string, unknown> = {}): PanelSubject {
  const secrets = { token: 'sandbox-synergycp-key' }
  return {
    driver: synergycp,
    secrets,
    wrongSecrets: { token: 'sandbox-synergycp-wrong' },
    open: ({ secrets: given = secrets, isElsewhere = false } = {}) => {
      const config = { callTimeoutMs: 1_500, group: 'Frankfurt', ...more }
      const baseUrl = `${sandbox.url}${isElsewhere ? '/nowhere' : api}`
      const connection = {
        id: newId(),
        code: 'metal',
        baseUrl,
        secrets: given,
        config,
        maxConcurrentCalls: 4,
      }
      return synergycp.open(connection, { kind: 'panel', id: newId() })
    },
    addStranger: async (email) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ email, first: 'Old', last: 'Hand', billing_id: '', password: '' })
      await fetch(`${sandbox.url}${api}/client?key=${secrets.token}`, { method: 'POST', headers, body })
    },
    servers: async () => {
      const { servers, accesses } = await sandbox.state<State>('synergycp')
      return accesses.map(({ serverId, isActive }) => ({
        reference: `${serverId}:${servers.find(({ id }) => id === serverId)?.billingId ?? ''}`,
        isSuspended: !isActive,
      }))
    },
    loseAnswer: (call, kind) =>
      sandbox.fault('synergycp', kind, { times: 1, route: routes[call], value: 4_000 }),
    fillUp: () => sandbox.fault('synergycp', 'panel_full'),
    failBuilds: () => sandbox.fault('synergycp', 'install_fails'),
    spec,
    largerSpec: { ...spec, portSpeed: '10 Gbit/s', trafficGb: 0 },
    hostname: 'web.example.test',
    otherTemplate: 'Debian 12',
    marksOnCreation: true,
  }
}

test.group('SynergyCP conforms', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '60', SANDBOX_TASK_MS: '20' })
  conformance(synergycp, () => subjectOn(sandbox()))

  test('a second creation of one service takes no second machine, and one that is taken is passed over', async ({
    assert,
  }) => {
    const { panel, order, orderOf, call } = await openLine(subjectOn(sandbox()))
    const [first, again] = [
      await call(() => panel.createServer(order)),
      await call(() => panel.createServer(order)),
    ]
    assert.deepEqual(first, again)
    await sandbox().fault('synergycp', 'provision_raced', { times: 1 })
    assert.equal(outcomeOf(await call(() => panel.createServer(orderOf()))), 'ok')
    assert.lengthOf(await subjectOn(sandbox()).servers(), 2)
  })

  test('a lost answer of a reload makes no second one, and the password is the one that was given', async ({
    assert,
  }) => {
    const { create, install, until } = await openLine(subjectOn(sandbox()))
    const { reference } = await create()
    await sandbox().fault('synergycp', 'install_stuck')
    await sandbox().fault('synergycp', 'timeout_after', { times: 1, route: routes.build, value: 4_000 })
    const lost = await install(reference)
    assert.equal(lost && outcomeOf(lost), 'unknown')
    await until(reference, ({ state }) => state === 'reserved')
    const repeated = await install(reference)
    assert.equal(repeated?.ok && repeated.value.password, 'Slow5Meadow8Compass')
    assert.lengthOf((await sandbox().state<State>('synergycp')).installs, 1)
  })

  test('what comes late for an old owner does not strike the next one of the machine', async ({ assert }) => {
    const { panel, orderOf, call, running, gone } = await openLine(subjectOn(sandbox()))
    const old = await running()
    await call(() => panel.removeServer(old))
    await gone(old)
    const next = await running(orderOf())
    assert.equal(next.split(':')[0], old.split(':')[0])
    assert.equal(outcomeOf(await call(() => panel.suspendServer(old))), 'gone')
    assert.equal(outcomeOf(await call(() => panel.removeServer(old))), 'ok')
    assert.deepEqual(await subjectOn(sandbox()).servers(), [{ reference: next, isSuspended: false }])
  })

  test('disks are wiped before a machine goes back, also a suspended one, where the settings say so', async ({
    assert,
  }) => {
    const subject = subjectOn(sandbox(), { wipesOnRelease: true })
    const { panel, call, running } = await openLine(subject)
    const reference = await running()
    await call(() => panel.suspendServer(reference))
    for (let looks = 0; looks < 500; looks += 1) {
      const removed = await call(() => panel.removeServer(reference))
      assert.equal(outcomeOf(removed), 'ok')
      if (removed.ok && !removed.value) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const { servers, accesses } = await sandbox().state<State>('synergycp')
    const machine = servers.find(({ id }) => id === Number(reference.split(':')[0]))
    assert.deepEqual([accesses.length, machine?.dataOfClientId, machine?.profileId], [0, null, null])
  })

  test('a VIP is neither suspended nor wiped, and that is said', async ({ assert }) => {
    const { panel, call, running, order } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    await sandbox().control(`/_synergycp/clients/${order.userReference}/vip`)
    for (const act of [() => panel.suspendServer(reference), () => panel.removeServer(reference)]) {
      const refused = await call<Awaited<ReturnType<typeof panel.removeServer>>>(act)
      assert.equal(outcomeOf(refused), 'refused')
      assert.match(refused.ok ? '' : refused.error.message, /VIP/)
    }
    assert.lengthOf(await subjectOn(sandbox()).servers(), 1)
  })

  test('a suspended one is not switched, its parts and its traffic are told, and its port is opened and shut', async ({
    assert,
  }) => {
    const { panel, call, running } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    const read = await call(() => panel.hardware!.readHardware(reference))
    const hardware = read.ok ? read.value : null
    assert.equal(hardware?.description, 'Intel Xeon E-2388G, 64 GB, 2 × 960 GB NVMe')
    assert.equal(hardware?.ports[0]?.isOn, true)
    const endsAt = new Date()
    const range = { startsAt: new Date(endsAt.getTime() - 86_400_000), endsAt }
    const graph = await call(() => panel.trafficGraph!.readTraffic(reference, range))
    assert.isTrue(graph.ok && graph.value.outBps.length > 100 && graph.value.percentile95.outBps! > 0)
    const port = hardware!.ports[0]!.reference
    assert.equal(outcomeOf(await call(() => panel.switchPorts!.switchPort(reference, port, false))), 'ok')
    const { servers } = await sandbox().state<State>('synergycp')
    assert.isFalse(servers.find(({ id }) => id === Number(reference.split(':')[0]))?.isPortOn)
    await call(() => panel.suspendServer(reference))
    assert.equal(outcomeOf(await call(() => panel.power!.switchPower(reference, 'boot'))), 'refused')
  })
})

test.group('SynergyCP in detail', () => {
  const envelope = (error: unknown, text: string, data: unknown = null) => ({
    error,
    messages: [{ type: 'danger', text }],
    data,
  })
  const failures: [number, unknown, string][] = [
    [401, envelope(true, 'no'), 'misconfigured'],
    [403, envelope(true, 'no'), 'misconfigured'],
    [404, envelope(true, 'Server not found.'), 'gone'],
    [404, { error: 'Not Found', message: 'Route not found' }, 'misconfigured'],
    [404, null, 'misconfigured'],
    [409, envelope(true, 'The server is not available.'), 'refused'],
    [400, envelope(true, 'The email field is required.'), 'refused'],
    [200, envelope(true, 'The server is not available.'), 'refused'],
    [200, envelope(true, '', { ignored: true }), 'refused'],
    [200, '<html>', 'misconfigured'],
    [500, null, 'unknown'],
    [302, '<html>', 'misconfigured'],
    [502, '<html>', 'unknown'],
  ]
  for (const [status, body, expected] of failures) {
    test(`${status} ${JSON.stringify(body)} is ${expected}`, ({ assert }) => {
      assert.isFalse(isSuccess({ status, body }))
      assert.equal(readFailure({ status, body }).type, expected)
    })
  }

  const blocks: [string, string, boolean][] = [
    ['192.0.2.8/29', '192.0.2.15', true],
    ['192.0.2.8/29', '192.0.2.16', false],
    ['192.0.2.8/29', '2001:db8:dc1:8::25', true],
    ['192.0.2.8/29', '2001:db8:dc1:80::25', false],
    ['', '192.0.2.10', true],
    ['', '192.0.2.11', false],
  ]
  for (const [full_ip, address, expected] of blocks) {
    test(`${address} within ${full_ip || 'one address'}: ${expected}`, ({ assert }) => {
      const entity = { id: 1, address: '192.0.2.10', full_ip, v6_address: '2001:db8:dc1:8::/64' }
      assert.equal(isWithin(entity, address), expected)
    })
  }

  test('a reload has failed when it says so, or says nothing for longer than it may', ({ assert }) => {
    const now = new Date('2026-03-01T12:00:00Z')
    const at = (updated_at: string | null, status: string | null = null) => ({ id: 1, status, updated_at })
    assert.isTrue(hasFailed(at(null, 'Failed')))
    assert.isFalse(hasFailed(at(null, 'Installing')))
    assert.isFalse(hasFailed(at(null)))
    const limit = { minutes: 60, now }
    assert.isTrue(isStale(at('2026-03-01T10:59:00Z'), limit))
    assert.isFalse(isStale(at('2026-03-01T11:01:00Z'), limit))
    assert.isFalse(isStale(at('2026-03-01T10:59:00Z', 'Queued'), limit))
    assert.isFalse(isStale(at(null), limit))
  })
})
