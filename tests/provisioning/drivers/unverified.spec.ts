import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import type { PanelDriver, PanelFailure, ServerPanel } from '#app/provisioning/drivers/contract'
import { enhance } from '#app/provisioning/drivers/enhance/driver'
import { kasm } from '#app/provisioning/drivers/kasm/driver'
import { pterodactyl } from '#app/provisioning/drivers/pterodactyl/driver'
import { readServer as readGame } from '#app/provisioning/drivers/pterodactyl/observation'
import { synergycp } from '#app/provisioning/drivers/synergycp/driver'
import { hasFailed, isStale, readMachine } from '#app/provisioning/drivers/synergycp/observation'
import { virtfusion } from '#app/provisioning/drivers/virtfusion/driver'
import { eachForm, type Said, type Script, ScriptedPanel } from '#tests/provisioning/drivers/scripted_panel'
import { as, createTenant } from '#tests/support/tenants'

const outcomeOf = (answer: Result<unknown, PanelFailure>) =>
  answer.ok ? 'ok' : answer.error.type === 'refused' ? answer.error.reason : answer.error.type
const customer = { id: newId(), number: 9, name: 'Ada', email: 'ada@example.test', isEmailProven: true }

const panel = new ScriptedPanel()
let tenant: Tenant
const ask = <T>(driver: PanelDriver, script: Script, run: (open: ServerPanel) => Promise<T>, config: Record<string, unknown> = {}) =>
  as(tenant, () => run(panel.open(driver, script, config))) // prettier-ignore

async function begin() {
  await panel.start()
  tenant = await createTenant()
}

const paused: [Record<string, string>, boolean][] = [
  [{}, false],
  [{ 'retry-after': '120' }, true],
  [{ 'retry-after': 'Fri, 31 Dec 2100 00:00:00 GMT' }, true],
  [{ 'retry-after': 'soon' }, false],
]

/** No panel documents its limits of calls: one that has some is left alone for as long as it asks, by whatever form of the header. */
test.group('Limits of calls', (group) => {
  group.setup(begin)
  group.teardown(() => panel.stop())
  for (const [driver, reference, route] of [
    [pterodactyl, '7', 'GET /api/application/servers/7'],
    [synergycp, '7:svc_1', 'GET /server'],
    [enhance, 'org/7', 'GET /orgs/org/subscriptions/7'],
    [kasm, '7', 'POST /api/public/get_user'],
  ] as const) {
    eachForm(`${driver.name} waits as it is told`, paused, async ({ assert }, [headers, isTold]) => {
      const script = { [route]: { status: 429, headers, body: '' } }
      const answer = await ask(driver, script, (open) => open.observeServer(reference), {
        masterOrg: 'master',
      })
      assert.equal(outcomeOf(answer), 'retry_later')
      const afterMs = !answer.ok && answer.error.type === 'retry_later' ? (answer.error.afterMs ?? 0) : -1
      assert.equal(afterMs > 110_000, isTold)
    })
  }
})

const org = (number: number | string) => ({ id: `org-${number}`, name: `Org ${number}`, status: 'active', subscriptionsCount: 1, createdAt: '2026-01-01T00:00:00Z' }) // prettier-ignore
const inEnvelope = (data: unknown, error: unknown = false) => ({ error, messages: [], data })
const pageOf = (rows: unknown[]) => ({
  body: inEnvelope({ current_page: 1, last_page: 1, total: rows.length, data: rows }),
})
const machine = { id: 7, nickname: 'web1', billing: { id: 'svc_1' }, access: { id: 1, client: { id: 3 }, is_active: true } } // prettier-ignore

/** What `reference/provisioning/synergycp.md` marks as unverified. */
test.group('SynergyCP: what no document settles', (group) => {
  group.setup(begin)
  group.teardown(() => panel.stop())

  eachForm(
    '§1, §6: somebody else took the machine, and the next one is taken',
    [
      [{ status: 409, body: inEnvelope(null, true) }],
      [{ status: 422, body: inEnvelope(null, true) }],
      [{ status: 400, body: inEnvelope(null, true) }],
      [{ status: 200, body: inEnvelope(null, true) }],
    ] as [Said][],
    async ({ assert }, [said]) => {
      const script: Script = {
        'GET /server': ({ query }) => (query.has('billing_id') ? pageOf([]) : pageOf([{ id: 1 }, { id: 2 }])),
        'GET /pxe/profile': pageOf([{ id: 1, name: 'format-quick', billing_id: 'format-quick' }]),
        'GET /entity': pageOf([{ id: 5 }]),
        'GET /group': pageOf([]),
        'POST /server/provision': ({ body }) => (body.server_id === 1 ? said : { body: inEnvelope({ server: { id: 2 } }) }),
      } // prettier-ignore
      const spec = { kind: 'dedicated', cpu: 'CPU', memory: 'MEM', disks: [], addOns: [], portSpeed: '', ipBlock: '', trafficGb: 0, template: 'Debian', edition: '', location: null } as never // prettier-ignore
      const order = { tag: 'svc_1', userReference: '3', customer, hostname: 'web1', spec, password: '' }
      const created = await ask(synergycp, script, (open) => open.createServer(order))
      assert.equal(created.ok && created.value.reference, '2:svc_1')
    }
  )

  eachForm(
    '§4: a client is found whose number comes as',
    [
      [{ billing_id: '9' }, true],
      [{ billing_id: 9 }, true],
      [{ billing: { id: '9' } }, true],
      [{ billing: { id: 9 } }, true],
      [{}, true],
      [{ billing_id: '8' }, false],
      [{ billing: { id: 8 } }, false],
    ] as [object, boolean][],
    async ({ assert }, [changes, isFound]) => {
      const script: Script = {
        'GET /client': ({ query }) => pageOf(query.has('billing_id') ? [{ id: 3, ...changes }] : []),
        'POST /client': { body: inEnvelope({ id: 4 }) },
      }
      const found = await ask(synergycp, script, (open) => open.findOrCreateUser(customer))
      assert.equal(found.ok && found.value.reference, isFound ? '3' : '4')
    }
  )

  test('§4: of two clients with one number it is always the older', async ({ assert }) => {
    const script = { 'GET /client': pageOf([{ id: 8, billing_id: '9' }, { id: 3, billing_id: '9' }]) } // prettier-ignore
    const found = await ask(synergycp, script, (open) => open.findOrCreateUser(customer))
    assert.equal(found.ok && found.value.reference, '3')
  })

  const seen = (access: object | null, installs: object[] = []) =>
    readMachine({ reference: '7:svc_1', machine, access: access as never, installs: installs as never, entities: [], names: null }) // prettier-ignore
  eachForm(
    '§7: who may use it, as',
    [
      [{ id: 1, is_active: true }, 'running'],
      [{ id: 1, is_active: 1 }, 'running'],
      [{ id: 1, is_active: false }, 'suspended'],
      [{ id: 1, is_active: 0 }, 'suspended'],
      [{ id: 1, is_active: '1' }, 'running'],
      [{ id: 1, is_active: '0' }, 'suspended'],
      [{ id: 1, is_active: 'false' }, 'suspended'],
      [{ id: 1, is_active: null }, 'running'],
      [{ id: 1 }, 'running'],
      [null, 'running'],
    ] as [object | null, string][],
    ({ assert }, [access, expected]) => assert.equal(seen(access).state, expected)
  )

  const now = new Date('2026-03-01T12:00:00Z')
  eachForm(
    '§8: a reload that says',
    [
      [{ percent: 40 }, 'building', false],
      [{ percent: '40' }, 'building', false],
      [{ percent: 100 }, 'running', false],
      [{ status: 'Failed' }, 'build_failed', false],
      [{ status: { name: 'Timed out' } }, 'build_failed', false],
      [{ status_text: 'Error: no disk' }, 'build_failed', false],
      [{ status: 7 }, 'building', false],
      [{ updated_at: '2026-03-01T09:00:00Z' }, 'building', true],
      [{ updated_at: { iso_8601: '2026-03-01T09:00:00Z' } }, 'building', true],
      [{ last_update: '2026-03-01T09:00:00Z' }, 'building', true],
      [{ updated_at: 1_772_355_600 }, 'building', true],
      [{ updated_at: 'a while ago' }, 'building', false],
      [{ status: 'Queued', updated_at: '2026-03-01T09:00:00Z' }, 'building', false],
    ] as [object, string, boolean][],
    ({ assert }, [install, state, isOld]) => {
      const row = { id: 1, ...install } as never
      assert.equal(seen(null, [row]).state, state)
      assert.equal(hasFailed(row), state === 'build_failed')
      assert.equal(isStale(row, { minutes: 60, now }), isOld)
    }
  )

  eachForm(
    '§9, §11: a key that cannot be taken back',
    [[{ status: 404, body: '' }], [{ status: 405, body: '' }], [{ status: 500, body: '' }], [{ body: inEnvelope(null) }]] as [Said][],
    async ({ assert }, [said]) => {
      const script: Script = {
        'GET /server': pageOf([machine]),
        'GET /server/7/control': pageOf([{ id: 2 }]),
        'POST /key': { body: inEnvelope({ id: 4, key: 'fresh' }) },
        'POST /server/7/control/2/command': { body: inEnvelope(null) },
        'DELETE /key/4': said,
      }
      const switched = await ask(synergycp, script, (open) => open.power!.switchPower('7:svc_1', 'boot'))
      assert.equal(outcomeOf(switched), 'ok')
    }
  ) // prettier-ignore

  eachForm(
    '§10: a name is taken away where the panel lists',
    [
      [[{ id: 4, ip: '203.0.113.7' }], 'ok', ['DELETE /pkg/rdns/ptr/4']],
      [[], 'ok', []],
      [[{ id: 4, ip: '203.0.113.70' }], 'ok', []],
    ] as [object[], string, string[]][],
    async ({ assert }, [rows, expected, sent]) => {
      const script: Script = {
        'GET /server': pageOf([machine]),
        'GET /entity': pageOf([{ id: 5, address: '203.0.113.7' }]),
        'GET /pkg/rdns/ptr': pageOf(rows),
        'DELETE /pkg/rdns/ptr/4': { body: inEnvelope(null) },
      }
      const entry = { address: '203.0.113.7', name: null }
      const set = await ask(synergycp, script, (open) => open.reverseNames!.setReverseName('7:svc_1', entry))
      assert.equal(outcomeOf(set), expected)
      const changes = panel.asked.filter(({ method }) => method !== 'GET')
      assert.deepEqual(changes.map(({ method, path }) => `${method} ${path}`), sent) // prettier-ignore
    }
  )
})

/** What `reference/provisioning/kasm.md` marks as unverified. */
test.group('Kasm: what no document settles', (group) => {
  group.setup(begin)
  group.teardown(() => panel.stop())
  const user = { user_id: '9d2c0000000000000000000000000001', username: 'svc_1@workspaces.invalid', locked: false, disabled: false, groups: [] } // prettier-ignore
  const group1 = { group_id: 'a'.repeat(32), name: 'Desktop' }
  const spec = { kind: 'workspace', package: 'Desktop' } as never
  const order = { tag: 'svc_1', userReference: 'customer-9', customer, hostname: 'desk', spec, password: 'Long-Random-1!' } // prettier-ignore

  eachForm(
    '§3: zones, where the answer is',
    [
      [{ body: { zones: [{ zone_id: 'A-1', zone_name: 'Frankfurt' }] } }, ['Frankfurt']],
      [{ body: { zones: null } }, []],
      [{ status: 403, body: { error_message: 'Unauthorized' } }, []],
    ] as [Said, string[]][],
    async ({ assert }, [said, names]) => {
      const script = {
        'POST /api/public/get_groups': { body: { groups: [group1] } },
        // Kept for a minute, so that it is what the tests below have as well.
        'POST /api/public/get_images': {
          body: { images: [{ image_id: 'c'.repeat(32), friendly_name: 'Chrome', enabled: true }] },
        },
        'POST /api/public/get_zones': said,
      }
      const offers = await ask(kasm, script, (open) => open.listOffers())
      assert.deepEqual(offers.ok && offers.value.locations.map(({ name }) => name), names)
    }
  )

  eachForm(
    '§4: a name that exists may be refused by any sentence, and found by name or among all',
    [
      [{ body: { error_message: 'User already exists' } }, { body: { user } }, 'ok'],
      [{ body: { error_message: 'Duplicate' } }, { body: { error_message: 'Unable to locate user' } }, 'ok'],
      [{ status: 400, body: { error_message: 'x' } }, { status: 400, body: { error_message: 'Unknown key username' } }, 'ok'],
      [{ body: { error_message: 'x' } }, { body: { user: { ...user, username: 'somebody else' } } }, 'ok'],
      [{ status: 500, body: '' }, { body: { user } }, 'unknown'],
    ] as [Said, Said, string][],
    async ({ assert }, [refusal, byName, expected]) => {
      const script: Script = {
        'POST /api/public/get_groups': { body: { groups: [group1] } },
        'POST /api/public/create_user': refusal,
        'POST /api/public/get_user': ({ body }) => ('username' in (body.target_user as object) ? byName : { body: { user } }),
        'POST /api/public/get_users': { body: { users: [user] } },
        'POST /api/public/add_user_group': { body: {} },
      }
      const created = await ask(kasm, script, (open) => open.createServer(order))
      assert.equal(outcomeOf(created), expected)
    }
  ) // prettier-ignore

  eachForm(
    '§1: a list of users with',
    [
      [{ users: [user] }, 'ok'],
      [{ users: [user], total: 1 }, 'ok'],
      [{ users: [user], total: 400 }, 'misconfigured'],
      [{ users: [user], total_count: 400 }, 'misconfigured'],
      [{ users: null }, 'misconfigured'],
      [{}, 'misconfigured'],
    ] as [object, string][],
    async ({ assert }, [body, expected]) => {
      const listed = await ask(kasm, { 'POST /api/public/get_users': { body } }, (open) =>
        open.listServers(null)
      )
      assert.equal(outcomeOf(listed), expected)
    }
  )

  eachForm(
    '§5: of an image there is one desktop, and another is begun beside one that is',
    [
      ['running', false],
      ['starting', false],
      ['requested', false],
      ['assigned', false],
      ['a word that we do not know', false],
      ['failed', true],
      ['stopped', true],
      ['deleting', true],
      ['deleted', true],
      ['destroyed', true],
    ] as [string, boolean][],
    async ({ assert }, [word, isNew]) => {
      const session = { kasm_id: 'b'.repeat(32), user_id: user.user_id, operational_status: word, start_date: '2026-02-01 10:00:00.000000', expiration_date: null, image_id: 'c'.repeat(32) } // prettier-ignore
      const script: Script = {
        'POST /api/public/get_images': { body: { images: [{ image_id: 'c'.repeat(32), friendly_name: 'Chrome', enabled: true }] } },
        'POST /api/public/get_kasms': { body: { kasms: [session] } },
        'POST /api/public/get_kasm_status': { body: { kasm_url: '/#/old' } },
        'POST /api/public/request_kasm': { body: { kasm_url: '/#/new' } },
      } // prettier-ignore
      const started = await ask(kasm, script, (open) => open.sessions!.startSession(user.user_id, 'Chrome'))
      assert.equal(started.ok && started.value.url.endsWith('/#/new'), isNew)
      const listed = await ask(kasm, script, (open) => open.sessions!.listSessions(user.user_id))
      assert.equal(
        listed.ok && listed.value.length,
        ['stopped', 'deleting', 'deleted', 'destroyed'].includes(word) ? 0 : 1
      )
    }
  )

  test('§5, §6: everything of a user is ended with them, what is stopped as well, and beside what is not', async ({
    assert,
  }) => {
    const words = ['running', 'stopped', 'deleting', 'deleted', 'destroyed', 'failed', 'starting']
    const idOf = (index: number) => String(index).padStart(32, '0')
    const kasms = Array.from({ length: 140 }, (_, index) => ({ kasm_id: idOf(index), user_id: user.user_id, operational_status: words[index % words.length] })) // prettier-ignore
    const foreign = { ...kasms[0], kasm_id: 'f'.repeat(32), user_id: 'e'.repeat(32) }
    const ended: unknown[] = []
    const script: Script = {
      'POST /api/public/get_kasms': { body: { kasms: [...kasms, foreign] } },
      'POST /api/public/destroy_kasm': ({ body }) => {
        ended.push(body.kasm_id)
        return { body: body.kasm_id === idOf(7) ? { error_message: 'Cannot end it' } : {} }
      },
      'POST /api/public/delete_user': { body: {} },
    }
    assert.equal(outcomeOf(await ask(kasm, script, (open) => open.removeServer(user.user_id))), 'invalid')
    const isEnding = (word = '') => ['deleting', 'deleted', 'destroyed'].includes(word)
    const wanted = kasms.filter(({ operational_status }) => !isEnding(operational_status))
    assert.deepEqual(ended, wanted.map(({ kasm_id }) => kasm_id)) // prettier-ignore
  })

  test('§1: a part of the sessions is no answer', async ({ assert }) => {
    const script = { 'POST /api/public/get_kasms': { body: { kasms: [], total: 3 } } }
    assert.equal(outcomeOf(await ask(kasm, script, (open) => open.removeServer(user.user_id))), 'misconfigured') // prettier-ignore
  })

  eachForm(
    '§4, §6: a user is removed where the answer is',
    [
      [{ body: {} }, 'ok'],
      [{ body: '' }, 'ok'],
      [{ body: { error_message: 'Unable to locate user' } }, 'ok'],
      [{ body: { error_message: 'The user has active sessions' } }, 'conflict'],
      [{ status: 403, body: { error_message: 'Unauthorized' } }, 'misconfigured'],
    ] as [Said, string][],
    async ({ assert }, [said, expected]) => {
      const script = {
        'POST /api/public/get_kasms': { body: { kasms: [] } },
        'POST /api/public/delete_user': said,
      }
      assert.equal(outcomeOf(await ask(kasm, script, (open) => open.removeServer(user.user_id))), expected)
    }
  )

  eachForm(
    '§6: disabled, as',
    [
      [{ disabled: true }, 'suspended'],
      [{ disabled: 1 }, 'suspended'],
      [{ disabled: false, locked: true }, 'running'],
      [{ disabled: false }, 'running'],
      [{ disabled: undefined }, 'running'],
    ] as [object, string][],
    async ({ assert }, [changes, expected]) => {
      const script = { 'POST /api/public/get_user': { body: { user: { ...user, ...changes } } } }
      const seen = await ask(kasm, script, (open) => open.observeServer(user.user_id))
      assert.equal(seen.ok && seen.value.state, expected)
    }
  )
})

/** Whoever decides by a list has to know that it is the whole one: what is missing in it would count as gone. */
test.group('A list without an end', (group) => {
  group.setup(begin)
  group.teardown(() => panel.stop())
  const endless: Script = {
    'GET /packages': { body: { data: [] } },
    'GET /compute/hypervisors/groups': { body: { data: [{ id: 1, name: 'x' }], next_page_url: 'more' } },
    'GET /api/application/nests': ({ query }) => ({ body: { data: [], meta: { pagination: { current_page: Number(query.get('page')), total_pages: 9_999 } } } }),
    'GET /group': ({ query }) => ({ body: inEnvelope({ current_page: Number(query.get('page')), last_page: 9_999, data: [{ id: 1, name: 'x' }] }) }),
    'GET /orgs/master/plans': { body: { items: [{ id: 1, name: 'x', planType: 'reseller' }], total: 9_999 } },
    'GET /orgs/master': { body: org('master') },
  } // prettier-ignore
  for (const driver of [virtfusion, pterodactyl, synergycp, enhance]) {
    test(`is refused as incomplete: ${driver.name}`, async ({ assert }) => {
      const offers = await ask(driver, endless, (open) => open.listOffers(), { masterOrg: 'master' })
      assert.equal(!offers.ok && offers.error.type, 'misconfigured')
      assert.match((!offers.ok && offers.error.message) || '', /more than/)
    })
  }
})

/** What `reference/provisioning/pterodactyl.md` marks as unverified, and words that later versions may bring. */
test.group('Pterodactyl: what no document settles', (group) => {
  group.setup(begin)
  group.teardown(() => panel.stop())
  const game = { id: 7, external_id: 'svc_1', identifier: 'b1c2d3e4', name: 'x', user: 3, limits: { memory: 1, disk: 1, cpu: 1 }, created_at: '2026-02-01T10:00:00+00:00', relationships: { user: { attributes: { username: 'ada.1' } } } } // prettier-ignore
  eachForm(
    '§6: a status of',
    [
      [null, 'running', false],
      ['', 'running', false],
      ['installing', 'building', true],
      ['install_failed', 'build_failed', false],
      ['suspended', 'suspended', false],
      ['restoring_backup', 'running', true],
      ['a word of a later version', 'running', true],
    ] as [string | null, string, boolean][],
    async ({ assert }, [status, state, isBusy]) => {
      const seen = readGame({ ...game, status } as never, { power: 'unknown', root: 'https://panel.example' })
      assert.deepEqual([seen.state, seen.isBusy], [state, isBusy])
      // Suspending writes over the word: nothing busy is suspended.
      const path = '/api/application/servers/7'
      const script = { [`GET ${path}`]: { body: { attributes: { ...game, status } } }, [`POST ${path}/suspend`]: { status: 204 } } // prettier-ignore
      const suspended = await ask(pterodactyl, script, (open) => open.suspendServer('7'))
      assert.equal(outcomeOf(suspended), isBusy ? 'retry_later' : 'ok')
    }
  )

  test('§10: the name for SFTP is shown as the daemon takes it, and nothing depends on it', ({ assert }) => {
    const seen = readGame({ ...game, status: null } as never, { power: 'unknown', root: '' })
    assert.equal(seen.facts!.sftp_user, 'ada.1.b1c2d3e4')
    const lone = readGame({ ...game, relationships: {}, status: null } as never, {
      power: 'unknown',
      root: '',
    })
    assert.isUndefined(lone.facts!.sftp_user)
  })
})

/** What `reference/provisioning/enhance.md` marks as unverified. */
test.group('Enhance: what no document settles', (group) => {
  group.setup(begin)
  group.teardown(() => panel.stop())
  const config = { masterOrg: 'master' }
  const all = Array.from({ length: 60 }, (_, number) => org(number))

  eachForm(
    '§1: all customers are read from a panel that gives so many at once, and',
    [
      [1000, true],
      [1000, false],
      [10, true],
      [25, false],
    ] as [number, boolean][],
    async ({ assert }, [most, tellsTotal]) => {
      const script: Script = {
        'GET /orgs/master/customers': ({ query }) => {
          const offset = Number(query.get('offset'))
          const items = all.slice(offset, offset + Math.min(most, Number(query.get('limit'))))
          return { body: { items, ...(tellsTotal ? { total: all.length } : {}) } }
        },
        ...Object.fromEntries(all.map(({ id }) => [`GET /orgs/${id}/subscriptions`, { body: { items: [{ id: 1, status: 'active', friendlyName: '', planName: 'P', resources: [] }] } }])),
      } // prettier-ignore
      const seen = new Set<string>()
      for (let next: string | null = null, isFirst = true; isFirst || next !== null; isFirst = false) {
        const page = await ask(enhance, script, (open) => open.listServers(next), config)
        if (!page.ok) throw new Error(page.error.message)
        for (const { reference } of page.value.servers) seen.add(reference)
        next = page.value.next
      }
      assert.lengthOf([...seen], all.length)
    }
  )

  eachForm(
    '§5: a website at',
    [
      ['203.0.113.9', 4],
      ['2001:db8::9', 6],
    ] as [string, number][],
    async ({ assert }, [ip, family]) => {
      const subscription = { id: 7, status: 'active', planId: 1, planName: 'P', resources: [] }
      const site = { id: 's', subscriptionId: 7, status: 'active', createdAt: '2026-01-01T00:00:00Z', serverIps: [{ ip, isPrimary: true }] } // prettier-ignore
      const script = {
        'GET /orgs/org/subscriptions/7': { body: subscription },
        'GET /orgs/org': { body: org(1) },
        'GET /orgs/org/websites': { body: { items: [site] } },
      }
      const seen = await ask(enhance, script, (open) => open.observeServer('org/7'), config)
      assert.equal(seen.ok && seen.value.addresses[0]!.family, family)
    }
  )
})
