import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import type { GameSpec } from '#app/catalogue/index'
import { pterodactyl } from '#app/provisioning/drivers/pterodactyl/driver'
import { readFailure } from '#app/provisioning/drivers/pterodactyl/failures'
import { conformance, type PanelSubject } from '#tests/provisioning/drivers/conformance'
import { openLine, outcomeOf } from '#tests/provisioning/drivers/conformance_line'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'

const token = 'ptlc_sandbox_pterodactyl'
const env = { SANDBOX_BUILD_MS: '40', SANDBOX_TASK_MS: '15', SANDBOX_PTERODACTYL_RATE: '100000' }

const spec: GameSpec = {
  kind: 'game',
  memoryMb: 4096,
  swapMb: 0,
  storageMb: 20_480,
  cpuPercent: 200,
  ioWeight: 500,
  databases: 1,
  backupCount: 2,
  extraPorts: 0,
  package: 'Paper 4 GB',
  template: 'Paper',
  location: null,
  image: '',
  variables: { MINECRAFT_VERSION: '1.21.4' },
}

interface Standing {
  id: number
  status: string | null
  environment: Record<string, string>
  limits: { memory: number }
  featureLimits: { databases: number | null }
  console: string[]
}

async function standingOn(sandbox: Sandbox): Promise<Standing[]> {
  return (await sandbox.state<{ servers: Standing[] }>('pterodactyl')).servers
}

function subjectOn(sandbox: Sandbox, wanted = spec): PanelSubject {
  return {
    driver: pterodactyl,
    secrets: { token },
    wrongSecrets: { token: 'ptlc_wrong_of_somebody' },
    open: ({ secrets = { token }, isElsewhere = false } = {}) => {
      const baseUrl = `${sandbox.url}${isElsewhere ? '/nowhere' : '/pterodactyl'}`
      const config = { callTimeoutMs: 1_500 }
      const connection = { id: newId(), code: 'games', baseUrl, secrets, config, maxConcurrentCalls: 4 }
      return pterodactyl.open(connection, { kind: 'panel', id: newId() })
    },
    addStranger: async (email) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const body = JSON.stringify({ email, username: 'old.hand', first_name: 'Old', last_name: 'Hand' })
      await fetch(`${sandbox.url}/pterodactyl/api/application/users`, { method: 'POST', headers, body })
    },
    servers: async () =>
      (await standingOn(sandbox)).map(({ id, status }) => ({
        reference: String(id),
        isSuspended: status === 'suspended',
      })),
    loseAnswer: (_call, kind) =>
      sandbox.fault('pterodactyl', kind, {
        times: 1,
        route: 'POST /pterodactyl/api/application/servers',
        value: 4_000,
      }),
    fillUp: () => sandbox.fault('pterodactyl', 'nodes_full'),
    failBuilds: () => sandbox.fault('pterodactyl', 'install_fails'),
    spec: wanted,
    largerSpec: { ...wanted, memoryMb: 8192, storageMb: 40_960 },
    hostname: 'ada-craft',
    otherTemplate: 'Vanilla Minecraft',
    marksOnCreation: true,
  }
}

test.group('Pterodactyl conforms', (group) => {
  const sandbox = useSandbox(group, env)
  conformance(pterodactyl, () => subjectOn(sandbox()))
})

test.group('Pterodactyl in detail', (group) => {
  const sandbox = useSandbox(group, env)

  test('{0} {1} is {2}')
    .with([
      [302, '', 'misconfigured'],
      [400, 'NoViableNodeException', 'refused'],
      [400, 'TooManyBackupsException', 'refused'],
      [401, 'AuthenticationException', 'misconfigured'],
      [403, 'AccessDeniedHttpException', 'misconfigured'],
      [404, 'NotFoundHttpException', 'misconfigured'],
      [409, 'ServerStateConflictException', 'retry_later'],
      [422, 'ValidationException', 'refused'],
      [429, 'ThrottleRequestsException', 'retry_later'],
      [500, 'HttpException', 'unknown'],
      [504, 'DaemonConnectionException', 'retry_later'],
      [504, '', 'unknown'],
    ] as [number, string, string][])
    .run(({ assert }, [status, code, expected]) => {
      const body = code ? { errors: [{ code, status: String(status), detail: 'No.' }] } : '<html>'
      assert.equal(readFailure({ status, body }).type, expected)
    })

  test('limits pass through, defaults are filled in, and a value against its rule is refused with its reason', async ({
    assert,
  }) => {
    const { panel, order, orderOf, call, create } = await openLine(subjectOn(sandbox()))
    await create()
    const [server] = await standingOn(sandbox())
    assert.containSubset(server, { limits: { memory: 4096 }, featureLimits: { databases: 1 } })
    assert.containSubset(server!.environment, { MINECRAFT_VERSION: '1.21.4', SERVER_JARFILE: 'server.jar' })
    const wrong = { ...orderOf(), spec: { ...spec, variables: { SERVER_JARFILE: 'no' } } }
    const refused = await call(() => panel.createServer(wrong))
    assert.equal(!refused.ok && refused.error.type === 'refused' && refused.error.reason, 'invalid')
    // A repeat under our mark is the server that is there.
    assert.deepEqual(await call(() => panel.createServer(order)), { ok: true, value: { reference: String(server!.id) } }) // prettier-ignore
  })

  test('variables are read with their rules and changed, and others stay', async ({ assert }) => {
    const { panel, call, running } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    const { startup } = panel
    const read = await call(() => startup!.readStartup(reference))
    const version = read.ok && read.value.variables.find(({ code }) => code === 'MINECRAFT_VERSION')
    assert.containSubset(version, { value: '1.21.4', rules: 'nullable|string|max:20', isEditable: true })
    const change = { image: 'Java 17', variables: { BUILD_NUMBER: '130' } }
    assert.equal(outcomeOf(await call(() => startup!.changeStartup(reference, change))), 'ok')
    const [server] = await standingOn(sandbox())
    assert.containSubset(server!.environment, { BUILD_NUMBER: '130', MINECRAFT_VERSION: '1.21.4' })
    const refused = await call(() =>
      startup!.changeStartup(reference, { variables: { SERVER_JARFILE: 'x' } })
    )
    assert.equal(outcomeOf(refused), 'refused')
  })

  test('a server that grows beyond its node is refused, and a suspension waits for an installation', async ({
    assert,
  }) => {
    const { panel, call, create, orderOf, running } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    const huge = { ...spec, memoryMb: 900_000 }
    const refused = await call(() => panel.resize!.resizeServer(reference, huge))
    assert.equal(!refused.ok && refused.error.type === 'refused' && refused.error.reason, 'no_capacity')
    await sandbox().fault('pterodactyl', 'install_stuck', { times: 1 })
    const second = await create(orderOf())
    assert.equal(outcomeOf(await call(() => panel.suspendServer(second.reference))), 'retry_later')
  })

  test('a daemon that is away leaves nothing behind and is tried later', async ({ assert }) => {
    const { panel, order, call } = await openLine(subjectOn(sandbox()))
    await sandbox().fault('pterodactyl', 'daemon_down', { times: 1 })
    assert.equal(outcomeOf(await call(() => panel.createServer(order))), 'retry_later')
    assert.equal(outcomeOf(await call(() => panel.createServer(order))), 'ok')
    assert.lengthOf(await standingOn(sandbox()), 1)
  })
})
