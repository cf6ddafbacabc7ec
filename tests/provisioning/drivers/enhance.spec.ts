import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { enhance } from '#app/provisioning/drivers/enhance/driver'
import { errorText, readFailure } from '#app/provisioning/drivers/enhance/failures'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { enhanceComplaints, hasEnhanceDescription, type LoggedCall } from '#tests/support/enhance_description'
import { conformance, type PanelSubject } from '#tests/provisioning/drivers/conformance'
import { openLine, outcomeOf } from '#tests/provisioning/drivers/conformance_line'

const api = '/enhance/api'
const masterOrg = '0b9e1f52-7a0c-4a53-9d3e-2f6d8c4b7a10'
const routes = {
  create: `POST ${api}/orgs/*/customers/*/subscriptions`,
  build: `POST ${api}/orgs/*/websites`,
}
let sites = 0

const spec = {
  kind: 'hosting' as const,
  package: 'Web S',
  template: null,
  location: null,
  storageGb: 10,
  trafficGb: 200,
  websites: 1,
  mailboxes: 10,
  databases: 2,
  phpVersion: '',
}

interface State {
  subscriptions: { id: number; subscriberId: string; suspendedBy: string | null; status: string }[]
  orgs: { id: string; name: string }[]
}

function subjectOn(sandbox: Sandbox): PanelSubject {
  const secrets = { token: 'sandbox-enhance-token' }
  return {
    driver: enhance,
    secrets,
    wrongSecrets: { token: 'sandbox-enhance-wrong' },
    open: ({ secrets: given = secrets, isElsewhere = false } = {}) => {
      const config = { callTimeoutMs: 1_500, masterOrg }
      const baseUrl = `${sandbox.url}${isElsewhere ? '/nowhere' : api}`
      const connection = { id: newId(), code: 'web', baseUrl, secrets: given, config, maxConcurrentCalls: 4 }
      return enhance.open(connection, { kind: 'panel', id: newId() })
    },
    servers: async () =>
      (await sandbox.state<State>('enhance')).subscriptions
        .filter(({ status }) => status === 'active')
        .map(({ id, subscriberId, suspendedBy }) => ({
          reference: `${subscriberId}/${id}`,
          isSuspended: suspendedBy !== null,
        })),
    loseAnswer: (call, kind) =>
      sandbox.fault('enhance', kind, { times: 1, route: routes[call], value: 4_000 }),
    fillUp: () => sandbox.fault('enhance', 'panel_full'),
    spec,
    largerSpec: { ...spec, package: 'Web M', websites: 5 },
    addStranger: async (email) => {
      const headers = { authorization: `Bearer ${secrets.token}`, 'content-type': 'application/json' }
      const make = async (path: string, body: object) => {
        const answer = await fetch(sandbox.url + api + path, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        })
        return ((await answer.json()) as { id: string }).id
      }
      const org = await make(`/orgs/${masterOrg}/customers`, { name: 'Old' })
      const loginId = await make(`/logins?orgId=${org}`, { email, name: 'Old', password: 'Quiet7Harbour' })
      await make(`/orgs/${org}/members`, { loginId, roles: ['Owner'] })
    },
    get hostname() {
      sites += 1
      return `site-${sites}.example.org`
    },
    marksOnCreation: true,
  }
}

test.group('Enhance conforms', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_WEBSITE_MS: '0' })
  conformance(enhance, () => subjectOn(sandbox()))

  test('a website is made once, whatever was lost, and its names come and go', async ({ assert }) => {
    const { panel, call, create, install, until } = await openLine(subjectOn(sandbox()))
    const { reference } = await create()
    await sandbox().fault('enhance', 'timeout_after', { times: 1, route: routes.build, value: 4_000 })
    const lost = await install(reference)
    assert.equal(lost && outcomeOf(lost), 'unknown')
    const repeated = await install(reference)
    assert.deepEqual(repeated?.ok && repeated.value.belongsToUser, true)
    await until(reference, (server) => server.state === 'running')
    const domains = panel.domains!
    for (let times = 0; times < 2; times += 1) {
      assert.equal(outcomeOf(await call(() => domains.addDomain(reference, 'www.alias.example.org'))), 'ok')
    }
    const list = async () => {
      const found = await call(() => domains.listDomains(reference))
      return found.ok ? found.value : []
    }
    const [first, second] = await list()
    assert.deepEqual([first?.isPrimary, second?.isPrimary, second?.name], [true, false, 'alias.example.org'])
    const primary = await call(() => domains.removeDomain(reference, first!.reference))
    assert.equal(outcomeOf(primary), 'refused')
    assert.equal(outcomeOf(await call(() => domains.removeDomain(reference, second!.reference))), 'ok')
    assert.lengthOf(await list(), 1)
  })

  test('a domain that somebody has is refused before anything is made, and a plan below what is used as well', async ({
    assert,
  }) => {
    const { panel, order, orderOf, call, running } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    const again = await call(() => panel.createServer({ ...orderOf(), hostname: order.hostname }))
    assert.equal(!again.ok && again.error.type === 'refused' && again.error.reason, 'conflict')
    assert.lengthOf(await subjectOn(sandbox()).servers(), 1)
    const larger = { ...spec, package: 'Web M' }
    assert.equal(outcomeOf(await call(() => panel.resize!.resizeServer(reference, larger))), 'ok')
    const id = reference.split('/')[1]!
    for (let times = 0; times < 6; times += 1) {
      await sandbox().control(`/_enhance/subscriptions/${id}/grow`)
    }
    const back = await call(() => panel.resize!.resizeServer(reference, spec))
    assert.equal(outcomeOf(back), 'refused')
  })

  test('a login that an earlier try left behind is taken, one of somebody else only on a proven address', async ({
    assert,
  }) => {
    const { panel, customer, call } = await openLine(subjectOn(sandbox()))
    const dora = { ...customer, number: 4720, email: 'dora@example.test', isEmailProven: false }
    const route = `POST ${api}/orgs/*/members`
    await sandbox().fault('enhance', 'timeout_before', { times: 1, route, value: 4_000 })
    assert.equal(outcomeOf(await call(() => panel.findOrCreateUser(dora))), 'unknown')
    assert.equal(outcomeOf(await call(() => panel.findOrCreateUser(dora))), 'ok')
    const claimed = { ...dora, number: 4721 }
    assert.equal(outcomeOf(await call(() => panel.findOrCreateUser(claimed))), 'misconfigured')
    assert.equal(
      outcomeOf(await call(() => panel.findOrCreateUser({ ...claimed, isEmailProven: true }))),
      'ok'
    )
  })
})

test.group('Enhance in detail', () => {
  const texts: [string, string, string][] = [
    ['detail', '{"code":"a","detail":"One.","message":"Two."}', 'One.'],
    ['message', '{"code":"a","message":"Two."}', 'Two.'],
    ['code alone', '{"code":"already_exists"}', 'already_exists'],
    ['plain words', 'invalid type: string "11", expected i32', 'invalid type: string "11", expected i32'],
    ['a page of a web server', '<html><body>502</body></html>', ''],
    ['nothing', '', ''],
  ]
  for (const [title, text, expected] of texts) {
    test(`error text: ${title}`, ({ assert }) => assert.equal(errorText(text), expected))
  }

  const failures: [number, string, string][] = [
    [401, '{"code":"unauthorized"}', 'misconfigured'],
    [403, '', 'misconfigured'],
    [404, '{"code":"not_found"}', 'gone'],
    [404, 'Not Found', 'missing'],
    [409, '{"code":"already_exists"}', 'refused'],
    [400, 'missing field `planId`', 'refused'],
    [429, '', 'retry_later'],
    [500, 'Internal Server Error', 'unknown'],
    [302, '<html>', 'misconfigured'],
    [502, '<html>', 'unknown'],
  ]
  for (const [status, text, expected] of failures) {
    test(`${status} ${text} is ${expected}`, ({ assert }) =>
      assert.equal(readFailure({ status, text }).type, expected))
  }

  test('settings without the id of an organisation are refused', ({ assert }) => {
    for (const [config, isRight] of [
      [{}, false],
      [{ masterOrg: 'four' }, false],
      [{ masterOrg }, true],
    ] as const)
      // prettier-ignore
      assert.equal(enhance.readConfig(config).ok, isRight)
  })
})

test.group('Enhance requests are as described', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_WEBSITE_MS: '0' })

  test('every call has an address, a query and a body that the description knows', async ({ assert }) => {
    const { panel, call, customer, running, gone } = await openLine(subjectOn(sandbox()))
    await call(() => panel.checkConnection())
    await call(() => panel.listOffers())
    await call(() => panel.capacity!.readCapacity([spec]))
    const reference = await running()
    await call(() => panel.signIn!.makeSignInLink(reference, customer))
    await call(() => panel.passwordReset!.resetPassword(reference, { user: '', password: 'Warm4Orchard9' }))
    await call(() => panel.resize!.resizeServer(reference, { ...spec, package: 'Web M' }))
    await call(() => panel.domains!.addDomain(reference, 'alias.example.net'))
    await call(() => panel.backupCreation!.createBackup(reference, 'Before'))
    const copies = await call(() => panel.backupList!.listBackups(reference))
    const copy = copies.ok ? copies.value[0]!.reference : ''
    await call(() => panel.backupRestore!.restoreBackup(reference, copy))
    await call(() => panel.backupRemoval!.removeBackup(reference, copy))
    await call(() => panel.listServers(null))
    await call(() => panel.suspendServer(reference))
    await call(() => panel.resumeServer(reference))
    await call(() => panel.removeServer(reference))
    await gone(reference)
    const calls = (await sandbox().requests('enhance')) as LoggedCall[]
    assert.isAbove(calls.length, 30)
    assert.deepEqual([...new Set(await enhanceComplaints(calls))], [])
  }).skip(!hasEnhanceDescription, 'The description of the interface is not beside this repository.')
})
