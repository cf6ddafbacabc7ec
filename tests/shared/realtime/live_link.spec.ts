import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { io, type Socket } from 'socket.io-client'
import { announceFacts } from '#app/shared/realtime/facts_channel'
import { openLiveGateway } from '#app/shared/realtime/live_gateway'
import { issueTicket } from '#app/shared/realtime/live_ticket'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { announceLive } from '#app/shared/events/live'
import type { Caller } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { guardConnectionsWith } from '#app/shared/realtime/upgrades'
import { mayConnect } from '#app/identity/index'
import { consentChanged, legalHoldPlaced } from '#app/privacy/events'
import { openConnections } from '#start/permission_table'
import { filesBelow } from '#tests/architecture/source_tree'
import { asOwner } from '#tests/support/as_owner'
import { eventually } from '#tests/support/app_processes'
import { as, createTenant } from '#tests/support/tenants'

const member = (serviceIds: string[] | null) =>
  ({
    kind: 'customer',
    customerId: newId(),
    userId: newId(),
    abilities: new Set(),
    serviceIds,
  }) as unknown as Caller

test.group('The live link', () => {
  test('tells pages to ask again when it may have missed something', async ({ assert, cleanup }) => {
    const tenant = await createTenant()
    guardConnectionsWith(mayConnect)
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const gateway = openLiveGateway(server as never)
    cleanup(() => {
      gateway.close()
      server.close()
    })
    const reader = member(null)
    const socket = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      path: '/live/',
      transports: ['websocket'],
      extraHeaders: { host: `account.${tenant.slug}.localhost` },
      auth: { ticket: issueTicket(tenant.id, reader, null) },
    })
    cleanup(() => void socket.close())
    const heard = listen(socket)
    announceFacts()
    const { customerId } = reader as { customerId: string }
    const tell = async () => announceLive(tenant.id, [customerId], ['order.completed'])
    await eventually(() => tell().then(() => heard.facts.includes('order.completed')), { withinMs: 20_000 })

    heard.missed = 0
    await asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where query = 'listen live_facts' and datname = current_database()`
    )
    await eventually(async () => heard.missed > 0, { withinMs: 20_000, what: 'pages to be told' })
    heard.facts = []
    await eventually(() => tell().then(() => heard.facts.includes('order.completed')), { withinMs: 20_000 })
    assert.isTrue(socket.connected)

    // What staff consider among themselves is not said to the customer by its name either.
    const among = fact(
      legalHoldPlaced,
      { kind: 'customer', id: customerId },
      { customerId, data: { holdId: newId(), reason: 'x' } }
    )
    const given = fact(
      consentChanged,
      { kind: 'user', id: newId() },
      { customerId, data: { userId: newId(), kind: 'x', isGiven: true } }
    )
    await as(tenant, () => new EventLog().record([among, given]))
    await eventually(async () => heard.facts.includes('consent.changed'), { withinMs: 20_000 })
    assert.notInclude(heard.facts, 'legal_hold.placed')
  })

  test('lets in who has a ticket of this tenant, on the host it was given out on, and tells what is theirs', async ({
    assert,
    cleanup,
  }) => {
    const [tenant, other] = [await createTenant(), await createTenant()]
    guardConnectionsWith(mayConnect)
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const gateway = openLiveGateway(server as never)
    cleanup(() => {
      gateway.close()
      server.close()
    })
    announceFacts()
    const staff = { kind: 'staff', userId: newId(), abilities: new Set() } as unknown as Caller
    const [ada, brook] = [member(null), member(null)] as { customerId: string }[]
    const ticketOf = (caller: unknown, of = tenant) => issueTicket(of.id, caller as Caller, null)
    const visit = async (ticket: unknown, host: string, origin?: string) => {
      const socket = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
        path: '/live/',
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: { host, ...(origin ? { origin } : {}) },
        auth: { ticket },
      })
      cleanup(() => void socket.close())
      const isIn = await new Promise<boolean>((answer) => {
        socket.on('connect', () => answer(true))
        socket.on('connect_error', () => answer(false))
      })
      return { isIn, ...listen(socket) }
    }
    const [account, admin] = [`account.${tenant.slug}.localhost`, `admin.${tenant.slug}.localhost`]
    const table: [string, unknown, string, boolean, string?][] = [
      ['nobody', undefined, account, false],
      ['a made-up ticket', 'x'.repeat(80), account, false],
      ['another tenant’s', ticketOf(ada, other), account, false],
      ['under a host of nobody', ticketOf(ada), 'evil.example', false],
      ['a page of another site', ticketOf(ada), account, false, 'https://evil.example'],
      ['staff under the customers’ host', ticketOf(staff), account, false],
      ['staff under theirs', ticketOf(staff), admin, true],
      ['a customer', ticketOf(ada), account, true],
      ['another customer', ticketOf(brook), account, true],
    ]
    const seen: Record<string, Awaited<ReturnType<typeof visit>>> = {}
    for (const [who, ticket, host, isLetIn, origin] of table) {
      seen[who] = await visit(ticket, host, origin)
      assert.equal(seen[who].isIn, isLetIn, who)
    }
    const tell = async () => announceLive(tenant.id, [ada!.customerId], ['order.completed'])
    await eventually(() => tell().then(() => seen['a customer']!.facts.includes('order.completed')), {
      withinMs: 20_000,
    })
    assert.include(seen['staff under theirs']!.facts, 'order.completed')
    assert.deepEqual(seen['another customer']!.facts, [])
  })

  test('and every other connection that stays open stands in the table of permissions', ({ assert }) => {
    const opened = filesBelow('app').filter(({ text }) => /\.on\('upgrade'|from 'socket\.io'/.test(text))
    assert.sameMembers(
      openConnections.map(({ file }) => file),
      opened
        .filter(({ text }) => !/import type \{[^}]*\} from 'socket\.io'/.test(text))
        .map(({ path }) => path)
    )
  })

  test('is not for those who see chosen services only: their pages ask', ({ assert }) => {
    assert.isNull(issueTicket(newId(), member([newId()]), null))
    assert.isString(issueTicket(newId(), member(null), null))
  })
})

function listen(socket: Socket) {
  const heard = { facts: [] as string[], missed: 0 }
  socket.on('facts', (facts: string[]) => heard.facts.push(...facts))
  socket.on('facts_missed', () => (heard.missed += 1))
  return heard
}
