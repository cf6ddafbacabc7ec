import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import type { Tenant } from '#app/shared/database/context'
import type { PanelFailure, ServerPanel } from '#app/provisioning/drivers/contract'
import type { Result } from '#app/shared/result'
import { virtfusion } from '#app/provisioning/drivers/virtfusion/driver'
import { readServer } from '#app/provisioning/drivers/virtfusion/observation'
import { recogniseServer } from '#app/provisioning/drivers/virtfusion/recognition'
import type { VirtfusionServer } from '#app/provisioning/drivers/virtfusion/shapes'
import { eachForm, type Said, type Script, ScriptedPanel } from '#tests/provisioning/drivers/scripted_panel'
import { as, createTenant } from '#tests/support/tenants'

const server = {
  id: 7, ownerId: 3, name: '', suspended: false, buildFailed: false, built: '2026-03-01T09:00:00Z', created: '2026-03-01T08:59:00Z',
  settings: { resources: { memory: 4096, storage: 80, traffic: 0, cpuCores: 2 } }, tasks: { active: false, actions: { pending: [] } },
} as VirtfusionServer // prettier-ignore
const gone = { status: 404, body: { msg: 'server not found' } }
const shown = (changes: object = {}): Said => ({ body: { data: { ...server, ...changes } } })
const outcomeOf = (answer: Result<unknown, PanelFailure>) =>
  answer.ok ? 'ok' : answer.error.type === 'refused' ? answer.error.reason : answer.error.type
const customer = { id: newId(), number: 9, name: 'Ada', email: 'ada@example.test', isEmailProven: true }

/** What `reference/provisioning/virtfusion.md` marks as unverified: each form that it may have is read, and what is none of them is said. */
test.group('VirtFusion: what no document settles', (group) => {
  const panel = new ScriptedPanel()
  let tenant: Tenant
  group.setup(async () => {
    await panel.start()
    tenant = await createTenant()
    return () => panel.stop()
  })
  const ask = <T>(script: Script, run: (driver: ServerPanel) => Promise<T>, config: object = {}) =>
    as(tenant, () => run(panel.open(virtfusion, script, config as Record<string, unknown>)))

  eachForm(
    '§1, §6: a repeated suspension may answer while the server says',
    [
      [{ status: 204 }, false, 'ok'],
      [{ status: 200, body: {} }, false, 'ok'],
      [{ status: 409, body: { msg: 'already suspended' } }, true, 'ok'],
      [{ status: 409, body: { errors: ['already suspended'] } }, 1, 'ok'],
      [{ status: 422, body: { errors: ['already suspended'] } }, true, 'ok'],
      [{ status: 409, body: { msg: 'conflict' } }, false, 'conflict'],
      [{ status: 423, body: { msg: 'locked' } }, false, 'retry_later'],
    ] as [Said, unknown, string][],
    async ({ assert }, [said, suspended, expected]) => {
      const script = { 'POST /servers/7/suspend': said, 'GET /servers/7': shown({ suspended }) }
      assert.equal(outcomeOf(await ask(script, (driver) => driver.suspendServer('7'))), expected)
    }
  )

  eachForm(
    '§1: how long to wait after 429 with',
    [
      [{}, 'none'],
      [{ 'retry-after': '120' }, 'two minutes'],
      [{ 'retry-after': 'Fri, 31 Dec 2100 00:00:00 GMT' }, '3600000'],
      [{ 'retry-after': 'soon' }, 'none'],
      [{ 'retry-after': '-5' }, 'none'],
    ] as [Record<string, string>, string][],
    async ({ assert }, [headers, expected]) => {
      const answer = await ask({ 'GET /servers/7': { status: 429, headers } }, (driver) =>
        driver.observeServer('7')
      )
      const afterMs = !answer.ok && answer.error.type === 'retry_later' ? answer.error.afterMs : -1
      const isTwoMinutes = afterMs !== undefined && afterMs > 110_000 && afterMs <= 120_000
      assert.equal(afterMs === undefined ? 'none' : isTwoMinutes ? 'two minutes' : String(afterMs), expected)
    }
  )

  eachForm(
    '§3: an account that exists may be refused with',
    [
      [422, 'ok'],
      [409, 'ok'],
      [400, 'ok'],
      [500, 'unknown'],
    ] as [number, string][],
    async ({ assert }, [status, expected]) => {
      let looks = 0
      const script: Script = {
        'GET /users/9/byExtRelation': () => ((looks += 1) === 1 ? { status: 404, body: { msg: 'ext relation id not found' } } : { body: { data: { id: 3 } } }),
        'POST /users': { status, body: { errors: { extRelationId: ['It is taken.'] } } },
      } // prettier-ignore
      assert.equal(outcomeOf(await ask(script, (driver) => driver.findOrCreateUser(customer))), expected)
    }
  )

  eachForm(
    '§3: a user without data is asked for again, and nothing breaks',
    [[''], ['<html>'], ['{}'], ['null'], ['{"data":null}']],
    async ({ assert }, [body]) => {
      const script = { 'GET /users/9/byExtRelation': { body } }
      assert.equal(outcomeOf(await ask(script, (driver) => driver.findOrCreateUser(customer))), 'retry_later')
    }
  )

  eachForm(
    '§5 is',
    [
      [{ built: null }, 'reserved'],
      [{ built: undefined }, 'reserved'],
      [{ built: '' }, 'reserved'],
      [{ built: false }, 'reserved'],
      [{ built: null, tasks: { active: 1 } }, 'building'],
      [{ built: null, tasks: { active: false, actions: { pending: [{ action: 'build' }] } } }, 'building'],
      [{ built: '2026-03-01T09:00:00Z', state: 'queued', commissionStatus: 0 }, 'running'],
      [{ built: null, state: 'complete', commissionStatus: 3 }, 'reserved'],
      [{ buildFailed: 1, state: 'running' }, 'build_failed'],
      [{ suspended: 1 }, 'suspended'],
      [{ suspended: false, state: 'suspended' }, 'running'],
    ] as [object, string][],
    ({ assert }, [changes, expected]) => assert.equal(readServer({ ...server, ...changes }).state, expected)
  )

  eachForm('§4: a lost server is recognised by', [
      [{ built: null }, true],
      [{ built: undefined }, true],
      [{ built: null, settings: { resources: { memory: '4096', storage: '80', cpuCores: '2' } } }, true],
      [{ built: null, name: null }, true],
      [{ built: null, settings: { resources: { memory: 2048, storage: 80, cpuCores: 2 } } }, false],
      [{ built: '2026-03-01T09:00:00Z' }, false],
      [{ built: null, tasks: { active: true } }, false],
    ] as [object, boolean][], ({ assert }, [changes, isFound]) => {
      const spec = { cpuCores: 2, memoryMb: 4096, storageGb: 80, trafficGb: 0, networkMbps: 1, package: 'M', template: 'x', location: null, ipv4Count: 1, backups: false }
      const lost = { tag: 'svc_1', userReference: '3', customer, hostname: 'web', spec, password: '', knownReferences: [], triedAt: new Date('2026-03-01T09:00:00Z') }
      assert.equal(recogniseServer([{ ...server, ...changes } as VirtfusionServer], lost) !== null, isFound)
    }) // prettier-ignore

  eachForm(
    '§5: work in the queue with is',
    [
      [{ data: { finished: null, failed: false } }, 'running'],
      [{ data: { failed: 0 } }, 'running'],
      [{ data: { finished: '', failed: null } }, 'running'],
      [{ data: { finished: '2026-03-01T09:00:00Z', failed: 0 } }, 'done'],
      [{ data: { finished: '2026-03-01T09:00:00Z', failed: 1 } }, 'failed'],
      [{ data: { finished: null, failed: true } }, 'failed'],
    ] as [object, string][],
    async ({ assert }, [body, expected]) => {
      const answer = await ask({ 'GET /queue/5': { body } }, (driver) => driver.passwordReset!.readWork('5'))
      assert.equal(answer.ok && answer.value, expected)
    }
  )

  eachForm(
    '§6: a protected server that may not go answers',
    [
      [{ status: 409, body: { msg: 'protected' } }, 'conflict'],
      [{ status: 422, body: { errors: ['The server is protected.'] } }, 'invalid'],
      [{ status: 403, body: { message: 'protected' } }, 'misconfigured'],
      [gone, 'ok'],
      [{ status: 404, body: { message: 'The route could not be found.' } }, 'misconfigured'],
    ] as [Said, string][],
    async ({ assert }, [said, expected]) => {
      const removed = await ask({ 'DELETE /servers/7': said }, (driver) => driver.removeServer('7'))
      assert.equal(outcomeOf(removed), expected)
    }
  )

  eachForm(
    '§8, §9: a new password without is not told as one',
    [
      ['its text', { data: { queueId: 5 } }],
      ['anything', {}],
    ] as [string, object][],
    async ({ assert }, [, body]) => {
      const script = { 'POST /servers/7/resetPassword': { body } }
      const reset = await ask(script, (driver) =>
        driver.passwordReset!.resetPassword('7', { user: 'root', password: '' })
      )
      assert.equal(outcomeOf(reset), 'unknown')
    }
  )

  eachForm(
    '§10: a console is opened with',
    [
      ['both keys', (body: object) => 'vnc' in body && 'action' in body, 'ok'],
      ['one key alone, the older one', (body: object) => !('vnc' in body), 'ok'],
      ['one key alone, the newer one', (body: object) => !('action' in body), 'ok'],
      ['neither', () => false, 'invalid'],
    ] as [string, (body: object) => boolean, string][],
    async ({ assert }, [, isTaken, expected]) => {
      const opened = { vnc: { ip: '', port: 1, password: 'p', wss: { token: 't', url: '/vnc/?token=t' } } }
      const script: Script = {
        'POST /servers/7/vnc': ({ body }) => isTaken(body) ? { body: { data: opened } } : { status: 422, body: { errors: ['Unknown key.'] } },
      } // prettier-ignore
      assert.equal(outcomeOf(await ask(script, (driver) => driver.console!.openConsole('7'))), expected)
    }
  )

  eachForm(
    '§10: a console at',
    [
      [{ wss: { url: '/vnc/?token=t' }, password: 'p' }, 'ok'],
      [{ wss: { url: 'https://elsewhere.example/vnc' }, password: 'p' }, 'misconfigured'],
      [{ wss: { url: '//elsewhere.example/vnc' }, password: 'p' }, 'misconfigured'],
      [{ wss: null, password: 'p' }, 'misconfigured'],
      [{ password: 'p' }, 'misconfigured'],
      [undefined, 'misconfigured'],
    ] as [unknown, string][],
    async ({ assert }, [vnc, expected]) => {
      const script = { 'POST /servers/7/vnc': { body: { data: { vnc } } } }
      assert.equal(outcomeOf(await ask(script, (driver) => driver.console!.openConsole('7'))), expected)
    }
  )

  eachForm(
    '§11: a sign-in without its path is said',
    [[{}], [{ authentication: null }], [{ authentication: {} }]],
    async ({ assert }, [data]) => {
      const script = { 'POST /users/9/serverAuthenticationTokens/7': { body: { data } } }
      const made = await ask(script, (driver) => driver.signIn!.makeSignInLink('7', customer))
      assert.equal(outcomeOf(made), 'misconfigured')
    }
  )

  eachForm('§12: addresses of the newer kind as', [
      [{ subnet: '2001:db8:1::', cidr: 64, gateway: 'fe80::1' }, { address: '2001:db8:1::', prefix: '64', block: 64 }],
      [{ subnet: '2001:db8:1::', cidr: '64' }, { address: '2001:db8:1::', prefix: '64', block: 64 }],
      [{ subnet: '2001:db8:1::', cidr: '/64' }, { address: '2001:db8:1::', prefix: '64', block: 64 }],
      [{ subnet: '2001:db8:1::/64', cidr: null }, { address: '2001:db8:1::', prefix: '64', block: 64 }],
      [{ subnet: '2001:DB8:1:0::/64', cidr: 64 }, { address: '2001:db8:1::', prefix: '64', block: 64 }],
      // Named by an address in it, as the panel's own screens do with the gateway's.
      [{ subnet: '2001:db8:1::5', cidr: 64 }, { address: '2001:db8:1::5', prefix: '64', block: 64 }],
      [{ subnet: '2001:db8:1::5', cidr: 128 }, { address: '2001:db8:1::5', prefix: '128' }],
      [{ subnet: '2001:db8:1::', cidr: null }, { address: '2001:db8:1::', prefix: null }],
      [{ subnet: '2001:db8:1::', cidr: 129 }, { address: '2001:db8:1::', prefix: null }],
      [{ subnet: null, addresses: ['2001:db8:1::1'] }, { address: '2001:db8:1::1', prefix: null }],
      [{ addresses: [{ address: '2001:db8:1::1', rdns: 'a.example.org' }] }, { address: '2001:db8:1::1', reverseName: 'a.example.org' }],
      [
        { subnet: '2001:db8:1::', cidr: 64, addresses: ['2001:db8:1::1'], addressesDetailed: [{ address: '2001:db8:1::1', rdns: 'a.example.org' }] },
        { block: 64, names: [{ address: '2001:db8:1::1', name: 'a.example.org' }] },
      ],
      [{ subnet: '2001:db8:1::', cidr: 64, addressesDetailed: [{ ip: '2001:DB8:1::1', ptr: 'a.example.org' }] }, { names: [{ address: '2001:db8:1::1', name: 'a.example.org' }] }],
      [{ subnet: 'unknown', cidr: 64 }, null],
      [{ subnet: null, cidr: 64, addresses: [{ id: 5 }, 7, null] }, null],
    ] as [object, object | null][], ({ assert }, [ipv6, expected]) => {
      const [found, ...others] = readServer({ ...server, network: { interfaces: [{ ipv6: [ipv6 as never] }] } }).addresses
      assert.lengthOf(others, 0)
      if (expected === null) assert.isUndefined(found)
      else assert.containSubset(found, { family: 6, ...expected })
    }) // prettier-ignore

  const network = {
    interfaces: [
      {
        ipv4: [{ address: '203.0.113.7', gateway: null, netmask: null }],
        ipv6: [{ subnet: '2001:db8:1::', cidr: 64 }],
      },
    ],
  }
  const six = '2001:db8:1::25' // prettier-ignore
  eachForm(
    '§12: a name for, where the panel answers',
    [
      ['203.0.113.7', { body: { data: { address: '203.0.113.7', ptr: 'a.example.org' } } }, 'ok'],
      ['203.0.113.7', { status: 204, body: '' }, 'ok'],
      [
        '203.0.113.7',
        { status: 201, body: { data: { zone: { id: 4, name: '113.0.203.in-addr.arpa' } } } },
        'pending',
      ],
      ['203.0.113.7', { body: { zone: '113.0.203.in-addr.arpa' } }, 'pending'],
      ['203.0.113.7', { status: 404, body: { message: 'The route could not be found.' } }, 'unsupported'],
      ['203.0.113.7', { status: 405, body: { message: 'Method not allowed' } }, 'unsupported'],
      ['203.0.113.7', { status: 404, body: { msg: 'address not found' } }, 'misconfigured'],
      ['203.0.113.7', { status: 422, body: { errors: { ptr: ['It is no name.'] } } }, 'invalid'],
      ['203.0.113.8', { body: {} }, 'invalid'],
      [six, { body: { data: { address: six, ptr: 'a.example.org' } } }, 'ok'],
      [six, { body: { data: { zone: 'x.ip6.arpa' } } }, 'pending'],
      [six, { status: 404, body: { message: 'The route could not be found.' } }, 'unsupported'],
      [six, { status: 404, body: '<html>' }, 'unsupported'],
      ['2001:db8:2::25', { body: {} }, 'invalid'],
    ] as [string, Said, string][],
    async ({ assert }, [address, said, expected]) => {
      const script = {
        'GET /servers/7': shown({ network }),
        'PUT /connectivity/ipv4/rdns': address.includes(':') ? {} : said,
        'PUT /connectivity/ipv6/rdns': said,
      }
      const entry = { address, name: 'a.example.org' }
      const config = { reverseNames: true, networkNames: true }
      const set = await ask(script, (driver) => driver.reverseNames!.setReverseName('7', entry), config)
      assert.equal(set.ok && set.value ? 'pending' : outcomeOf(set), expected)
    }
  )

  test('§12: names of the newer kind are offered where staff say that their panel takes them, and refused with that reason elsewhere', async ({
    assert,
  }) => {
    assert.isFalse(virtfusion.capabilitiesFor({ reverseNames: true } as never).blockNames)
    assert.isTrue(virtfusion.capabilitiesFor({ reverseNames: true, networkNames: true } as never).blockNames)
    const entry = { address: six, name: 'a.example.org' }
    const script = { 'GET /servers/7': shown({ network }), 'PUT /connectivity/ipv6/rdns': {} }
    const set = await ask(script, (driver) => driver.reverseNames!.setReverseName('7', entry), {
      reverseNames: true,
    })
    assert.equal(outcomeOf(set), 'unsupported')
    assert.isFalse(panel.asked.some(({ method }) => method === 'PUT'))
  })

  eachForm(
    '§12: traffic without months, and copies without a list, are no figures',
    [[{ data: {} }], [{ data: { monthly: null } }], [{ data: { monthly: [] } }]],
    async ({ assert }, [body]) => {
      const script = { 'GET /servers/7/traffic': { body }, 'GET /servers/7': gone }
      const usage = await ask(script, (driver) => driver.usage!.readUsage('7'))
      assert.deepEqual(usage.ok && usage.value, [])
    }
  )

  eachForm(
    '§1: a list whose page says goes on',
    [
      [{ next_page_url: 'https://panel/servers?page=2' }, true],
      [{ next_page_url: null, current_page: 1, last_page: 1 }, false],
      [{ current_page: 1, last_page: 2 }, true],
      [{}, false],
    ] as [object, boolean][],
    async ({ assert }, [page, goesOn]) => {
      const script = { 'GET /servers': { body: { ...page, data: [server] } } }
      const listed = await ask(script, (driver) => driver.listServers(null))
      assert.equal(listed.ok && listed.value.next, goesOn ? '2' : null)
    }
  )
})
