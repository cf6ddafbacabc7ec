import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import type { PanelWith, ServerPanel } from '#app/provisioning/drivers/contract'
import { findPanelDriver, panelDriverNames } from '#app/provisioning/drivers/registry'
import { virtfusion, type VirtfusionCapability } from '#app/provisioning/drivers/virtfusion/driver'
import { readCapacity } from '#app/provisioning/drivers/virtfusion/capacity'
import { errorText, readFailure } from '#app/provisioning/drivers/virtfusion/failures'
import { readServer } from '#app/provisioning/drivers/virtfusion/observation'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { sandboxPanelToken } from '#tests/support/provisioning'
import { conformance, type PanelSubject } from '#tests/provisioning/drivers/conformance'
import { ScriptedPanel } from '#tests/provisioning/drivers/scripted_panel'
import { serversOn } from '#tests/provisioning/support'

const specification = fileURLToPath(
  new URL('../../../../shared/reference/specs/virtfusion-v1.derived.openapi.json', import.meta.url)
)
const apiPath = '/virtfusion/fra/api/v1'
const routes = { create: `POST ${apiPath}/servers`, build: `POST ${apiPath}/servers/*/build` }

function subjectOn(sandbox: Sandbox): PanelSubject {
  return {
    driver: virtfusion,
    secrets: { token: sandboxPanelToken },
    wrongSecrets: { token: 'sandbox-virtfusion-wrong' },
    open: ({ secrets = { token: sandboxPanelToken }, isElsewhere = false } = {}) => {
      const config = { callTimeoutMs: 1_500, backupPlan: 2, reverseNames: true, networkNames: true }
      const baseUrl = `${sandbox.url}${isElsewhere ? '/nowhere' : apiPath}`
      const connection = { id: newId(), code: 'fra', baseUrl, secrets, config, maxConcurrentCalls: 4 }
      return virtfusion.open(connection, { kind: 'panel', id: newId() })
    },
    servers: async () =>
      (await serversOn(sandbox, 'fra')).map(({ id, suspended, backupPlanId }) => ({
        reference: String(id),
        isSuspended: suspended,
        hasBackups: backupPlanId > 0,
      })),
    loseAnswer: (call, kind) =>
      sandbox.fault('virtfusion', kind, { times: 1, route: routes[call], value: 4_000 }),
    fillUp: () => sandbox.fault('virtfusion', 'panel_full'),
    failBuilds: () => sandbox.fault('virtfusion', 'build_fails'),
    spec,
    largerSpec: { ...spec, cpuCores: 4, memoryMb: 8192, storageGb: 160, package: 'VPS L' },
    hostname: 'web.example.test',
    otherTemplate: 'Debian 12',
    addStranger: async (email) => {
      const headers = { authorization: `Bearer ${sandboxPanelToken}`, 'content-type': 'application/json' }
      const body = JSON.stringify({ name: 'Old', email })
      await fetch(`${sandbox.url}${apiPath}/users`, { method: 'POST', headers, body })
    },
    marksOnCreation: false,
  }
}

const spec = {
  cpuCores: 2,
  memoryMb: 4096,
  storageGb: 80,
  trafficGb: 20_000,
  networkMbps: 1000,
  package: 'VPS M',
  template: 'Debian 13',
  location: 'fra',
  ipv4Count: 1,
  backups: false,
}

test.group('VirtFusion conforms', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '40', SANDBOX_TASK_MS: '15' })
  conformance(virtfusion, () => subjectOn(sandbox()))
})

test.group('VirtFusion in detail', () => {
  const rows: [string, unknown, string][] = [
    ['a list of errors', { errors: ['One.', 'Two.'], msg: 'no' }, 'One. Two.'],
    ['errors by field', { errors: { a: ['One.'], b: ['Two.'] } }, 'One. Two.'],
    ['msg of older endpoints', { msg: 'Locked.', message: 'no' }, 'Locked.'],
    ['message of the framework', { message: 'Server Error' }, 'Server Error'],
    ['nothing', null, ''],
  ]
  for (const [title, body, expected] of rows) {
    test(`error text: ${title}`, ({ assert }) => assert.equal(errorText(body), expected))
  }

  const failures: [number, unknown, string][] = [
    [401, null, 'misconfigured'],
    [403, { message: 'Forbidden' }, 'misconfigured'],
    [404, { msg: 'server not found' }, 'gone'],
    [404, { message: 'The route could not be found.' }, 'misconfigured'],
    [404, null, 'misconfigured'],
    [409, { msg: 'protected' }, 'refused'],
    [422, { errors: ['No hypervisor in the group can fit the requested memory.'] }, 'refused'],
    [423, { msg: 'locked' }, 'retry_later'],
    [429, null, 'retry_later'],
    [500, { message: 'Server Error' }, 'unknown'],
    [302, '<html>', 'misconfigured'],
    [502, '<html>', 'unknown'],
  ]
  for (const [status, body, expected] of failures) {
    test(`${status} ${JSON.stringify(body)} is ${expected}`, ({ assert }) =>
      assert.equal(readFailure({ status, body }).type, expected))
  }

  test('the registry knows it by name and refuses others', ({ assert }) => {
    assert.include(panelDriverNames, 'virtfusion')
    assert.throws(() => findPanelDriver('unheard-of'))
  })
})

test.group('VirtFusion: self-service and maintenance', (group) => {
  const panel = new ScriptedPanel()
  group.setup(async () => {
    await panel.start()
    return () => panel.stop()
  })
  const customer = { id: newId(), number: 9, name: 'Ada', email: 'ada@example.test', isEmailProven: true }
  const unknown = { status: 404, body: { msg: 'ext relation id not found' } }
  const users = '/users/9/byExtRelation'

  for (const [title, known, config, sent] of [
    ['a new account is left as the panel makes it', null, {}, ['POST /users undefined']],
    ['a new account gets what the settings say', null, { selfService: 3 }, ['POST /users 3']],
    ['one that has it already is left alone', { selfService: 1 }, { selfService: 1 }, []],
    ['one that has another is given it', { selfService: 0 }, { selfService: 1 }, [`PUT ${users} 1`]],
    ['it is taken away', { selfService: 3 }, { selfService: 0 }, [`PUT ${users} 0`]],
    ['without the setting nobody touches it', { selfService: 3 }, {}, []],
    ['a panel that does not tell is told', {}, { selfService: 1 }, [`PUT ${users} 1`]],
  ] as const) {
    test(`self-service: ${title}`, async ({ assert }) => {
      const script = {
        [`GET ${users}`]: known ? { body: { data: { id: 3, ...known } } } : unknown,
        [`PUT ${users}`]: { status: 201, body: { data: {} } },
        'POST /users': { status: 201, body: { data: { id: 3 } } },
      }
      const { createTenant, as } = await import('#tests/support/tenants')
      const found = await as(await createTenant(), () =>
        panel.open(virtfusion, script, config).findOrCreateUser(customer)
      )
      assert.equal(found.ok && found.value.reference, '3')
      const changes = panel.asked.filter(({ method }) => method !== 'GET')
      assert.deepEqual(changes.map(({ method, path, body }) => `${method} ${path} ${String(body.selfService)}`), [...sent]) // prettier-ignore
    })
  }

  test('maintenance: its machine says so to whoever runs a server on it, and takes nothing new', ({
    assert,
  }) => {
    const server = {
      id: 7,
      ownerId: 3,
      name: '',
      suspended: false,
      buildFailed: false,
      built: 'x',
      created: 'x',
    }
    const seen = (hypervisor: object | null) => readServer({ ...server, hypervisor }).facts?.maintenance
    assert.isUndefined(seen(null))
    assert.isUndefined(seen({ maintenance: false }))
    assert.equal(seen({ maintenance: true, name: 'hv-3' }), 'on')
    assert.equal(seen({ maintenance: 1 }), 'on')
    const counter = { max: 0, free: 0 }
    const row = (hypervisor: object) => ({ hypervisor: { enabled: true, prohibit: false, commissioned: 3, ...hypervisor }, resources: { servers: counter, memory: counter, cpuCores: counter } }) // prettier-ignore
    assert.lengthOf(readCapacity([row({}), row({ maintenance: 1 }), row({ prohibit: 1 })]).machines, 1)
  })
})

/** Until the panel has done what it was told last; the server can be changed again. */
async function untilIdle(panel: ServerPanel, reference: string): Promise<void> {
  for (let looks = 0; looks < 2_000; looks += 1) {
    const server = await panel.observeServer(reference)
    if (server.ok && !server.value.isBusy) return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('The server stays busy')
}

test.group('VirtFusion requests are as described', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '10' })

  test('every call has an address and a body that the description knows', async ({ assert }) => {
    const subject = subjectOn(sandbox())
    const { createTenant, as } = await import('#tests/support/tenants')
    const tenant = await createTenant()
    const panel = subject.open() as PanelWith<VirtfusionCapability>
    const customer = {
      id: newId(),
      number: 99,
      name: 'Ada',
      email: 'ada@example.test',
      isEmailProven: true,
    }
    await as(tenant, async () => {
      await panel.checkConnection()
      await panel.listOffers()
      await panel.capacity.readCapacity([spec])
      const user = await panel.findOrCreateUser(customer)
      const userReference = user.ok ? user.value.reference : ''
      const named = { tag: 'svc_test', hostname: 'web', password: 'unused', spec }
      const order = { ...named, userReference, customer }
      const created = await panel.createServer(order)
      const reference = created.ok ? created.value.reference : ''
      await panel.findCreatedServer({ ...order, knownReferences: [], triedAt: new Date() })
      await panel.naming.nameServer(reference, 'svc_test')
      const keys = panel.sshKeys
      const key = await keys.addKey(userReference, { name: 'laptop', publicKey: 'ssh-ed25519 AAAA ada' })
      const sshKeys = key.ok ? [key.value.reference] : []
      await panel.installation.buildServer(reference, { ...named, template: 'Debian 13', sshKeys })
      await untilIdle(panel, reference)
      for (const sshKey of sshKeys) await keys.removeKey(userReference, sshKey)
      await panel.passwordReset.resetPassword(reference, { user: 'root', password: 'unused' })
      await panel.console.openConsole(reference)
      await panel.signIn.makeSignInLink(reference, customer)
      await untilIdle(panel, reference)
      await panel.extraAddresses.setIpv4Count(reference, 2)
      await panel.backups.startBackups(reference)
      await panel.backupList.listBackups(reference)
      await panel.usage.readUsage(reference)
      await panel.extraTraffic.addTraffic(reference, 100)
      await panel.ownership.moveServer(reference, userReference)
      await panel.listServers(null)
      await panel.suspendServer(reference)
      await panel.removeServer(reference)
    })
    const described = new Description(specification)
    for (const request of await sandbox().requests('virtfusion')) {
      const path = request.path.split('?')[0]!.slice(apiPath.length)
      assert.deepEqual(
        described.complaints(request.method, path, request.requestBody),
        [],
        `${request.method} ${path}`
      )
    }
  }).skip(!existsSync(specification), 'The description of the VirtFusion API is not beside this repository.')
})

interface Schema {
  properties?: Record<string, { type?: string }>
  required?: string[]
}

/** Holds a request to the description loosely: its address, and the names and types in its body. */
class Description {
  private paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
  >

  constructor(file: string) {
    this.paths = (JSON.parse(readFileSync(file, 'utf8')) as { paths: Description['paths'] }).paths
  }

  complaints(method: string, path: string, body: unknown): string[] {
    const template = Object.keys(this.paths).find((candidate) =>
      new RegExp(`^${candidate.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
    )
    const operation = template ? this.paths[template]![method.toLowerCase()] : undefined
    if (!operation) return [`${method} ${path} is not described`]
    const schema = operation.requestBody?.content['application/json']?.schema
    const fields =
      typeof body === 'string'
        ? (JSON.parse(body) as Record<string, unknown>)
        : (body as Record<string, unknown> | null)
    if (!fields || !schema?.properties) return []
    const missing = (schema.required ?? [])
      .filter((name) => !(name in fields))
      .map((name) => `${name} is missing`)
    const wrong = Object.entries(fields).flatMap(([name, value]) => this.wrongType(schema, { name, value }))
    return [...missing, ...wrong]
  }

  /** `vnc` is sent beside `action` because panels differ in which of them they read. */
  private wrongType(
    { properties = {} }: Schema,
    { name, value }: { name: string; value: unknown }
  ): string[] {
    const wanted = properties[name]?.type
    if (!properties[name]) return name === 'vnc' ? [] : [`${name} is not described`]
    const isRight =
      wanted === undefined ||
      (wanted === 'integer' ? Number.isInteger(value) : wanted === 'number' ? true : typeof value === wanted)
    return isRight || wanted === 'array' || wanted === 'object' ? [] : [`${name} should be ${wanted}`]
  }
}
