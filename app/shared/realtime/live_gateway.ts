import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { findHost } from '#app/shared/database/tenant_directory'
import { readHostname } from '#app/shared/http/own_proxy'
import { endWithSession, hearEndedSessions } from '#app/shared/realtime/ended_sessions'
import { hearFacts, type LiveFacts } from '#app/shared/realtime/facts_channel'
import { type LiveTicket, readTicket } from '#app/shared/realtime/live_ticket'
import { hostOfConnection } from '#app/shared/realtime/upgrades'
import { Clock } from '#app/shared/time/clock'

// A connection asks for a new ticket after this long, so that a lost permission reaches it. It ends at once with its session.
const connectionAgeMs = 30 * 60_000
const clock = new Clock()

export interface LiveGateway {
  close(): void
}

/** Tells open pages that something of theirs changed; the page then asks for it through the usual, guarded way. */
export function openLiveGateway(httpServer: HttpServer): LiveGateway {
  const io = new Server(httpServer, {
    path: '/live/',
    serveClient: false,
    maxHttpBufferSize: 10_000,
    allowRequest: (request, answer) =>
      void hostOfConnection(request).then(
        (host) => answer(null, host !== null),
        () => answer(null, false)
      ),
  })
  io.use((socket, next) => {
    void isGoodHere(socket).then(
      (isGood) => next(isGood ? undefined : new Error('A ticket is needed')),
      () => next(new Error('A ticket is needed'))
    )
  })
  io.on('connection', (socket) => welcome(socket, socket.data.ticket as LiveTicket))
  const subscriptions = [
    hearFacts(
      (facts) => tell(io, facts),
      () => io.emit('facts_missed')
    ),
    hearEndedSessions(),
  ]
  return {
    close() {
      for (const subscription of subscriptions) subscription.stop()
      // The server below is closed by who opened it.
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

/** A ticket opens the host that it was given out on: staff's news are not heard around the entrance of staff. */
async function isGoodHere(socket: Socket): Promise<boolean> {
  const ticket = readTicket(socket.handshake.auth.ticket)
  const host = ticket && (await findHost(readHostname(socket.request)))
  if (!host || host.tenant.id !== ticket.tenantId) return false
  if (ticket.customerId === null && host.surface !== 'admin') return false
  socket.data.ticket = ticket
  return true
}

function welcome(socket: Socket, ticket: LiveTicket): void {
  void socket.join(roomOf(ticket.tenantId, ticket.customerId))
  const leftMs = ticket.until === null ? connectionAgeMs : ticket.until - clock.wall().getTime()
  const close = () => socket.conn.close()
  const timer = setTimeout(close, Math.max(0, Math.min(connectionAgeMs, leftMs)))
  const ends = [ticket.session, ticket.visitorSession].map((mark) => endWithSession(mark, close))
  socket.on('disconnect', () => {
    clearTimeout(timer)
    for (const forget of ends) forget()
  })
}

function tell(io: Server, { tenantId, customerIds, events }: LiveFacts): void {
  io.to([roomOf(tenantId, null), ...customerIds.map((id) => roomOf(tenantId, id))]).emit('facts', events)
}

function roomOf(tenantId: string, customerId: string | null): string {
  return `${tenantId}:${customerId ?? 'staff'}`
}
