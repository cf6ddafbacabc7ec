import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import encryption from '@adonisjs/core/services/encryption'
import hash from '@adonisjs/core/services/hash'
import { test } from '@japa/runner'
import { openConsoleRelay } from '#app/provisioning/http/console_relay'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, readId, showId } from '#app/shared/ids'
import { hearEndedSessions } from '#app/shared/realtime/ended_sessions'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { addPlan, addService, connectPanel, settleOperations } from '#tests/support/provisioning'
import { viewScreen } from '#tests/support/rfb'
import { serversOn } from '#tests/provisioning/support'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { BrowserSession } from '#tests/support/browser_session'
import { WebSocket } from 'ws'

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'

interface Shown {
  code: string
  kind: string
  url: string
  password: string
  data: Shown[]
  id: string
  name: string
  limit: number | null
  addresses: { address: string; family: number; reverse_name: string | null }[]
  capabilities: Record<string, boolean>
  errors: { field: string }[]
}

test.group('What a customer does with one server, over the API', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)

  async function begin() {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url, { mayNameBack: true })
    const planId = await addPlan(tenant)
    const customer = await apiClientFor(tenant, { as: 'customer' })
    const stranger = await apiClientFor(tenant, { as: 'customer' })
    const own = await addService(tenant, { customerId: customer.customerId, planId })
    const other = await addService(tenant, { customerId: stranger.customerId, planId })
    await settleOperations(tenant)
    const path = `/services/${showId('service', own.id)}`
    return { tenant, customer, stranger, path, otherPath: `/services/${showId('service', other.id)}` }
  }
  const body = async (answer: ReturnType<ApiClient['get']>) => (await answer).body as Shown

  test('usage now, reverse names of its own addresses only, copies as far as its panel makes them', async ({
    assert,
  }) => {
    const { customer, stranger, path, otherPath } = await begin()
    const usage = (await body(customer.get(`${path}/usage`))).data.map(({ name }) => name)
    assert.sameMembers(usage, ['memory', 'storage', 'traffic'])
    const service = await body(customer.get(path))
    const { address } = service.addresses[0]!
    const foreign = (await body(stranger.get(otherPath))).addresses[0]!.address
    const set = (at: string, name: unknown) => customer.put(`${path}/addresses/${at}/reverse-name`, { name })
    // Nothing listens where tests ask for names: what is not known is said, and stands in nobody's way.
    assert.deepInclude((await set(address, 'mail.ada.example.org')).body, {
      forward: 'not_answered',
      is_pending: false,
      advice: null,
    })
    assert.equal((await body(customer.get(path))).addresses[0]!.reverse_name, 'mail.ada.example.org')
    const names = [
      'localhost',
      'a b.example.org',
      '-x.example.org',
      'mail.\u202Eexample.org',
      '日本.example',
      7,
      {},
    ]
    for (const name of names) assert.equal((await set(address, name)).status, 422, String(name))
    // Another customer's address, nobody's, and no address at all look alike, and nothing is set.
    for (const at of [foreign, '192.0.2.1', 'x'])
      assert.equal((await body(set(at, 'mail.ada.example.org'))).code, 'not_there', at)
    assert.isNull((await body(stranger.get(otherPath))).addresses[0]!.reverse_name)
    assert.equal((await set(address, null)).status, 200)
    assert.isNull((await body(customer.get(path))).addresses[0]!.reverse_name)
    assert.deepEqual((await body(customer.get(`${path}/backups`))).data, [])
    assert.equal((await body(customer.post(`${path}/backups`, { name: 'Now' }))).code, 'not_supported')
    assert.equal((await body(customer.get(`${path}/databases`))).code, 'not_supported')
    assert.equal((await stranger.get(`${path}/backups`)).status, 404)
  })

  test('a rebuild takes an image that is there and keys that are its customer’s; anything else is refused and nothing is queued', async ({
    assert,
  }) => {
    const { tenant, customer, stranger, path } = await begin()
    const key = { name: 'Ada’s laptop 💻', public_key: `${publicKey} ada@laptop` }
    const own = await body(customer.post('/ssh-keys', key))
    const foreign = await body(stranger.post('/ssh-keys', { public_key: publicKey }))
    assert.equal(own.name, key.name)
    for (const public_key of ['-----BEGIN OPENSSH PRIVATE KEY-----', 'hello', publicKey])
      assert.equal((await customer.post('/ssh-keys', { public_key })).status, 422, public_key)
    assert.equal((await stranger.delete(`/ssh-keys/${own.id}`)).status, 404)
    const rebuild = (template: unknown, ssh_keys?: unknown) =>
      customer.post(`${path}/rebuild`, { template, ssh_keys })
    for (const template of ['Plan 9', 'Debian 13\u202E', 'Débian 13', '⸮', 'x'.repeat(101), 13, null])
      assert.equal((await rebuild(template)).status, 422, String(template))
    for (const ids of [[foreign.id], ['key_x'], [own.id, 7], 'key_x'])
      assert.equal((await rebuild('Debian 12', ids)).status, 422, String(ids))
    assert.lengthOf((await body(customer.get('/operations?kind=rebuild'))).data, 0)
    assert.equal((await rebuild('Debian 12', [own.id])).status, 202)
    await settleOperations(tenant)
    const rebuilt = (await serversOn(sandbox(), 'fra')).filter(({ templateId }) => templateId === 12)
    assert.deepEqual(
      rebuilt.map(({ sshKeyIds }) => sshKeyIds.length),
      [1]
    )
  })

  test('a screen is opened once by its ticket, goes dark with the service, and is nobody else’s', async ({
    assert,
  }) => {
    const { tenant, customer, stranger, path } = await begin()
    const http = createServer()
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const relay = openConsoleRelay(http)
    const { port } = http.address() as AddressInfo
    const ask = () => body(customer.post(`${path}/console`))
    const headers = { host: `account.${tenant.slug}.localhost` }
    const at = ({ url }: Shown) => `ws://127.0.0.1:${port}${new URL(url).pathname}`
    try {
      const link = await ask()
      assert.equal(link.kind, 'vnc')
      assert.notInclude(link.url, '/vnc/', 'the panel’s own address stays with us')
      const screen = await viewScreen(at(link), link.password, headers)
      assert.deepInclude(screen, { isRefused: false, name: 'web1.example.test', width: 640 })
      const before = await screen.look!()
      for (const key of 'ada') screen.press!(key.charCodeAt(0))
      assert.isAbove(await screen.look!(), before, 'what is typed is seen')
      const again = new WebSocket(at(link), { headers })
      assert.equal((await once(again, 'close'))[0], 4403, 'a ticket opens once')
      assert.equal((await stranger.post(`${path}/console`)).status, 404)
      // The one before is closed by the panel: its token has been replaced.
      const second = await ask()
      await once(screen.socket, 'close')
      const refused = await viewScreen(at(second), 'not-it', headers)
      assert.isTrue(refused.isRefused, 'the panel wants its password')
      const third = await ask()
      const staff = await apiClientFor(tenant, { as: 'staff' })
      await staff.post(`${path}/holds`, { hold: 'fraud', note: 'Chargeback' })
      const late = new WebSocket(at(third), { headers })
      assert.equal((await once(late, 'close'))[0], 4403, 'suspended between asking and opening')
      assert.equal(
        (await body(customer.post(`${path}/power`, { action: 'boot' }))).code,
        'service_not_usable'
      )
      assert.equal((await body(customer.post(`${path}/console`))).code, 'service_not_usable')
      // The next test's panel gives the same numbers again: what this one set going is over before.
      await settleOperations(tenant)
    } finally {
      relay.close()
      http.close()
    }
  })

  test('a ticket is worth nothing after its minute, its session, elsewhere, or when it was changed', async ({
    assert,
    cleanup,
  }) => {
    const { tenant, customer, path } = await begin()
    const http = createServer()
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const relay = openConsoleRelay(http)
    const sessions = hearEndedSessions()
    cleanup(() => {
      sessions.stop()
      relay.close()
      http.close()
    })
    const { port } = http.address() as AddressInfo
    const open = (ticket: string, surface = 'account', slug = tenant.slug) =>
      new WebSocket(`ws://127.0.0.1:${port}/consoles/${ticket}`, { headers: { host: `${surface}.${slug}.localhost` } }) // prettier-ignore
    const ticketIn = ({ url }: Shown) => new URL(url).pathname.split('/').at(-1)!
    /** Closed by us with a reason, or not even let in. */
    const refusal = async (socket: WebSocket) => {
      const closed = once(socket, 'close').then(([code]) => String(code))
      const turnedAway = once(socket, 'unexpected-response').then(([, { statusCode }]) => String(statusCode))
      socket.on('error', () => undefined)
      return Promise.race([turnedAway, closed, pause(40_000).then(() => 'it stays open')])
    }
    const person = { userId: customer.userId, customerId: customer.customerId }
    const sealed = (expiresIn: string | number) =>
      encryption.encrypt(
        { id: newId(), tenantId: tenant.id, serviceId: readId('service', path.split('/')[2]!)!, ...person, session: null, tokenId: null },
        { expiresIn, purpose: 'console_ticket' }
      ) // prettier-ignore
    const short = sealed(1)
    await pause(1_100)
    assert.equal(await refusal(open(short)), '403', 'expired')
    const good = ticketIn(await body(customer.post(`${path}/console`)))
    assert.equal(await refusal(open(`${good.slice(0, -3)}abc`)), '403', 'changed')
    assert.equal(
      await refusal(open(good, 'account', (await createTenant()).slug)),
      '403',
      'of another tenant'
    )
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const ofStaff = ticketIn(await body(staff.post(`${path}/console`)))
    assert.equal(await refusal(open(ofStaff)), '403', 'staff’s, around their entrance')

    const browser = await signedIn(tenant, customer)
    const asked = async () => ticketIn((await browser.ask(`${path}/consoles`, {})) as unknown as Shown)
    const screen = open(await asked())
    // From the first on: the end may be heard before the answer to signing out is.
    const ending = refusal(screen)
    await Promise.race([once(screen, 'message'), pause(60_000)])
    const late = await asked()
    await browser.submit('DELETE', '/session')
    assert.equal(await ending, '4403', 'open, when its session ended')
    assert.equal(await refusal(open(late)), '4403', 'asked for in a session that ended since')
  })
})

/** The customer's person with a password, signed in. */
async function signedIn(tenant: Tenant, { userId }: ApiClient): Promise<BrowserSession> {
  const password = 'correct horse battery'
  const passwordHash = await hash.make(password)
  const change = () => db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).returning('email').executeTakeFirstOrThrow() // prettier-ignore
  const { email } = await as(tenant, () => inTransaction(change))
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email, password })
  return browser
}
