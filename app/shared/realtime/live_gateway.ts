import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { hearFacts, type LiveFacts } from '#app/shared/realtime/facts_channel'
import { type LiveTicket, readTicket } from '#app/shared/realtime/live_ticket'

// A connection asks for a new ticket after this long, so that a sign-out or a lost permission reaches it.
const connectionAgeMs = 30 * 60_000

export interface LiveGateway {
  close(): Promise<void>
}

/** Tells open pages that something of theirs changed; the page then asks for it through the usual, guarded way. */
export function openLiveGateway(httpServer: HttpServer): LiveGateway {
  const io = new Server(httpServer, { path: '/live/', serveClient: false, maxHttpBufferSize: 10_000 })
  io.use((socket, next) => {
    const ticket = readTicket(socket.handshake.auth.ticket)
    if (!ticket) return next(new Error('A ticket is needed'))
    socket.data.ticket = ticket
    next()
  })
  io.on('connection', (socket) => welcome(socket, socket.data.ticket as LiveTicket))
  const subscription = hearFacts((facts) => tell(io, facts))
  return {
    async close() {
      subscription.stop()
      await io.close()
    },
  }
}

function welcome(socket: Socket, ticket: LiveTicket): void {
  void socket.join(roomOf(ticket.tenantId, ticket.customerId))
  const timer = setTimeout(() => socket.conn.close(), connectionAgeMs)
  socket.on('disconnect', () => clearTimeout(timer))
}

function tell(io: Server, { tenantId, customerIds, events }: LiveFacts): void {
  io.to([roomOf(tenantId, null), ...customerIds.map((id) => roomOf(tenantId, id))]).emit('facts', events)
}

function roomOf(tenantId: string, customerId: string | null): string {
  return `${tenantId}:${customerId ?? 'staff'}`
}
