import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import logger from '@adonisjs/core/services/logger'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import type { EnterConsole } from '#app/provisioning/actions/enter_console'
import type { ConsoleLink } from '#app/provisioning/drivers/contract'
import { endWithSession } from '#app/shared/realtime/ended_sessions'
import { hostOfConnection } from '#app/shared/realtime/upgrades'
import { askAsTenant } from '#app/provisioning/http/ask_as_tenant'
import { type ConsoleTicket, readConsoleTicket } from '#app/provisioning/http/console_ticket'
import { ScreenVisit } from '#app/provisioning/http/screen_visit'

/**
 * Brings a browser to a console. The panel admits its own pages only, and its ticket is an administrator's: so we speak with the panel,
 * and the browser with us. To a game server only commands pass, one at a time; a screen is passed on as it is. Both end when the service
 * may not be used any more.
 */
export interface ConsoleRelay {
  close(): void
}

const path = /^\/consoles\/([^/?]+)$/
const frameBytesMax = 4_000
/** What is pasted into a screen comes in one piece. */
const screenBytesMax = 256_000
const commandLengthMax = 500
/** A visit ends after this long; whoever stays asks for a new one. */
const visitMs = 4 * 3_600_000
/** How often we ask whether the visitor may stay, also of one who only reads. */
const lookMs = 15_000
/** Commands within a second that are passed on; a person types fewer. */
const commandsMax = 10

/** What the panel tells that is for its customer. */
const shown = new Set([
  'console output', 'status', 'stats', 'install started', 'install output', 'install completed', 'daemon message', 'daemon error',
  'backup completed', 'backup restore completed',
]) // prettier-ignore

export function openConsoleRelay(http: HttpServer): ConsoleRelay {
  const lines = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax })
  const screens = new WebSocketServer({ noServer: true, maxPayload: screenBytesMax })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const text = path.exec(request.url ?? '')?.[1]
    if (text === undefined) return
    const letIn = (ticket: ConsoleTicket) => {
      const server = ticket.screenUrl ? screens : lines
      server.handleUpgrade(request, socket, head, (client) => {
        const visit = ticket.screenUrl ? new ScreenVisit(client, ticket) : new Visit(client, ticket)
        void visit.begin().catch((error: unknown) => {
          logger.error({ err: error }, 'A console could not be opened')
          client.close(1011)
        })
      })
    }
    const goAway = () => socket.destroy()
    // Nobody else listens until the connection is handed over.
    socket.on('error', goAway)
    void findTicket(request, text)
      .catch(() => null)
      .then((ticket) => {
        socket.off('error', goAway)
        if (ticket) letIn(ticket)
        else turnAway(socket, '403 Forbidden')
      })
  }
  http.on('upgrade', onUpgrade)
  return {
    close() {
      http.off('upgrade', onUpgrade)
      for (const server of [lines, screens]) {
        for (const client of server.clients) client.terminate()
        server.close()
      }
    },
  }
}

/** One browser at the console of a game server. */
class Visit {
  private panel: WebSocket | null = null
  private commands = { second: 0, count: 0 }
  private renewals = 0

  constructor(
    private client: WebSocket,
    private ticket: ConsoleTicket
  ) {}

  async begin(): Promise<void> {
    this.client.on('error', () => this.client.terminate())
    // Before anything is asked: a session that ends meanwhile is told of once.
    const forget = endWithSession(this.ticket.session, () => this.client.close(4403, 'refused'))
    this.client.on('close', forget)
    const link = await this.ask((enter) => enter.execute(this.ticket.id, this.ticket))
    if (!link?.ok || link.value.kind !== 'websocket') return this.client.close(4403, 'refused')
    this.connect(link.value)
    const timer = setTimeout(() => this.client.close(4408, 'ended'), visitMs)
    const looks = setInterval(() => void this.look().catch(() => this.client.close(1011)), lookMs)
    const end = () => {
      clearTimeout(timer)
      clearInterval(looks)
      this.panel?.close()
    }
    this.client.on('message', (data) => void this.pass(data).catch(() => this.client.close(1011)))
    this.client.on('close', end)
    // Closed while the panel was being asked.
    if (this.client.readyState !== WebSocket.OPEN) end()
  }

  private async look(): Promise<void> {
    const mayStay = await this.ask((enter) => enter.mayStay(this.ticket))
    if (mayStay !== true) this.client.close(4403, 'refused')
  }

  private connect(link: ConsoleLink): void {
    const panel = new WebSocket(link.url, { origin: link.origin, maxPayload: 1_000_000 })
    this.panel = panel
    panel.on('open', () => this.tell('auth', link.token ?? ''))
    panel.on('message', (data) => void this.hear(data).catch(() => this.client.close(1011)))
    panel.on('error', () => this.client.close(1014, 'panel'))
    panel.on('close', () => this.client.close(1000))
  }

  /** From the panel. Its ticket ends within minutes: a new one is asked for, which also asks whether the visitor may stay. */
  private async hear(data: RawData): Promise<void> {
    const frame = frameIn(data)
    if (!frame) return
    if (frame.event === 'auth success' && this.renewals === 0) this.tell('send logs')
    if (frame.event === 'token expiring' || frame.event === 'token expired') {
      this.renewals += 1
      const link = await this.ask((enter) => enter.renew(this.ticket))
      if (link?.ok) this.tell('auth', link.value.token ?? '')
      else this.client.close(4403, 'refused')
    }
    if (frame.event === 'jwt error') this.client.close(4401, 'panel')
    if (shown.has(frame.event)) this.client.send(JSON.stringify(frame))
  }

  /** From the browser: commands, and a wish for figures. Switching has its own way, with its own permission. */
  private async pass(data: RawData): Promise<void> {
    const frame = frameIn(data)
    if (frame?.event === 'send stats') return this.tell('send stats')
    if (frame?.event !== 'send command') return
    const command = (frame.args[0] ?? '').replaceAll(/\p{Cc}/gu, ' ').trim()
    if (command === '' || command.length > commandLengthMax || this.isTooFast()) return
    const mayStay = await this.ask((enter) => enter.mayStay(this.ticket))
    if (mayStay !== true) return this.client.close(4403, 'refused')
    this.tell('send command', command)
  }

  private isTooFast(): boolean {
    const second = Math.floor(performance.now() / 1000)
    this.commands = { second, count: this.commands.second === second ? this.commands.count + 1 : 1 }
    return this.commands.count > commandsMax
  }

  private tell(event: string, ...args: string[]): void {
    if (this.panel?.readyState === WebSocket.OPEN) this.panel.send(JSON.stringify({ event, args }))
  }

  private ask<T>(question: (enter: EnterConsole) => Promise<T>): Promise<T | null> {
    return askAsTenant(this.ticket, question)
  }
}

/** A ticket opens the host that it was given out on: a console of staff is not reached around the entrance of staff. */
async function findTicket(request: IncomingMessage, text: string): Promise<ConsoleTicket | null> {
  const host = await hostOfConnection(request)
  const ticket = host && readConsoleTicket(decodeURIComponent(text))
  if (!ticket || ticket.tenantId !== host.tenant.id) return null
  return ticket.customerId === null && host.surface !== 'admin' ? null : ticket
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
}

function frameIn(data: RawData): { event: string; args: string[] } | null {
  try {
    const { event, args } = JSON.parse(String(data)) as { event?: unknown; args?: unknown }
    if (typeof event !== 'string') return null
    return { event, args: Array.isArray(args) ? args.map(String) : [] }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
