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
    cleanup(() => gateway.close())
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
