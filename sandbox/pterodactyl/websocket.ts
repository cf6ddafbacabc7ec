/** The daemon's websocket: a signed ticket first, then the console of one server. Text frames `{"event","args"}`. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { usageOf } from './client_routes.ts'
import { type Panel } from './panel.ts'
import type { ServerRecord } from './records.ts'
import { PANEL_PATH } from './routing.ts'
import { sockets } from './sockets.ts'
import { startPower } from './tasks.ts'

const TICKET_SECONDS = 600
const EXPIRING_SECONDS = 60
const STATS_MS = 2000
const SOCKET_PATH = new RegExp(`^${PANEL_PATH}/wings/(\\d+)/api/servers/([0-9a-f-]{36})/ws$`)

interface Ticket {
  exp: number
  server_uuid: string
  permissions: string[]
}

/** Where the daemon of the server's node listens. */
export function socketUrl(origin: string, server: ServerRecord): string {
  const base = origin.replace(/^http/, 'ws')
  return `${base}${PANEL_PATH}/wings/${server.nodeId}/api/servers/${server.uuid}/ws`
}

/** A JSON web token of ten minutes, signed with the secret that panel and daemon share. */
export function signTicket(panel: Panel, server: ServerRecord, issuer: string): string {
  const seconds = Math.floor(panel.kit.nowMs() / 1000)
  const payload = {
    iss: issuer,
    aud: [issuer],
    jti: randomUUID(),
    iat: seconds,
    nbf: seconds - 300,
    exp: seconds + TICKET_SECONDS,
    server_uuid: server.uuid,
    permissions: ['*'],
    user_id: 1,
    unique_id: randomUUID(),
  }
  const head = encode({ typ: 'JWT', alg: 'HS256' })
  const body = encode(payload)
  return `${head}.${body}.${signature(panel, `${head}.${body}`)}`
}

/** Listens for upgrades on the sandbox's port; whatever is not this daemon's is left to others. */
export function openConsoles(http: Server, panel: Panel): () => void {
  const server = new WebSocketServer({ noServer: true })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [, node, uuid] = SOCKET_PATH.exec(new URL(request.url ?? '/', 'http://sandbox').pathname) ?? []
    if (node === undefined || uuid === undefined) return
    const [found] = panel.servers.list({ filter: (candidate) => candidate.uuid === uuid, limit: 1 })
    if (!found || String(found.nodeId) !== node) return turnAway(socket, '404 Not Found')
    if (!isAllowedOrigin(panel, request)) return turnAway(socket, '403 Forbidden')
    server.handleUpgrade(request, socket, head, (client) => serve(client, panel, uuid))
  }
  http.on('upgrade', onUpgrade)
  return () => {
    http.off('upgrade', onUpgrade)
    for (const client of server.clients) client.terminate()
    server.close()
  }
}

/** What is typed into a console, and what a server of that game would say to it. */
export function runCommand(panel: Panel, server: ServerRecord, command: string): void {
  if (command === 'stop' || command === 'quit') {
    startPower(panel, server, 'stop')
    return
  }
  const lines = [`> ${command}`, ...answersTo(command)]
  panel.saveServer(panel.withLine(server, ...lines))
  for (const line of lines) sockets.tell(server.uuid, 'console output', [line])
}

function answersTo(command: string): string[] {
  const [word, ...rest] = command.trim().split(/\s+/)
  const stamp = '[Server thread/INFO]:'
  if (word === 'say') return [`${stamp} [Not Secure] [Server] ${rest.join(' ')}`]
  if (word === 'list') return [`${stamp} There are 0 of a max of 20 players online:`]
  if (word === 'help') return [`${stamp} /say /list /stop /help`]
  return [`${stamp} Unknown or incomplete command, see below for error`, `${stamp} ${word}<--[HERE]`]
}

/** A browser on another page is refused: only the panel itself, or an origin that its operator has allowed. */
function isAllowedOrigin(panel: Panel, request: IncomingMessage): boolean {
  const allowed = (panel.kit.settings.env.SANDBOX_PTERODACTYL_ORIGINS ?? '').split(',').filter(Boolean)
  const own = `http://${request.headers.host}`
  const given = request.headers.origin ?? ''
  return given === own || allowed.includes(given) || allowed.includes('*')
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
}

function serve(client: WebSocket, panel: Panel, uuid: string): void {
  let ticket: Ticket | null = null
  const send = (event: string, args: string[] = []) => client.send(JSON.stringify({ event, args }))
  const present = () => panel.servers.list({ filter: (candidate) => candidate.uuid === uuid, limit: 1 })[0]
  const stop = sockets.add(uuid, (event, args) => {
    if (ticket) send(event, args)
    if (event === 'deleted') client.close(1000)
  })
  const clock = setInterval(() => {
    const server = present()
    if (!ticket || !server) return
    const left = ticket.exp - panel.kit.nowMs() / 1000
    if (left <= 0) {
      ticket = null
      send('token expired')
    } else {
      if (left <= EXPIRING_SECONDS) send('token expiring')
      if (server.power !== 'offline') send('stats', [statsOf(panel, server)])
    }
  }, STATS_MS)
  client.on('close', () => {
    clearInterval(clock)
    stop()
  })
  client.on('error', () => client.terminate())
  client.on('message', (data) => {
    const frame = frameIn(data)
    const server = present()
    if (!frame || !server) return
    if (frame.event === 'auth') {
      ticket = readTicket(panel, frame.args[0] ?? '', uuid)
      if (!ticket) return send('jwt error', ['the token is not valid for this server'])
      send('auth success')
      send('status', [server.power])
    } else if (!ticket) send('jwt error', ['jwt: no jwt present'])
    else obey(panel, server, { frame, send })
  })
}

interface Frame {
  event: string
  args: string[]
}

function obey(
  panel: Panel,
  server: ServerRecord,
  { frame, send }: { frame: Frame; send: (event: string, args?: string[]) => void }
): void {
  const [argument = ''] = frame.args
  if (server.status !== null) return send('daemon error', ['server is not available'])
  switch (frame.event) {
    case 'send logs':
      for (const line of server.console) send('console output', [line])
      return
    case 'send stats':
      return send('stats', [statsOf(panel, server)])
    case 'set state':
      if (['start', 'stop', 'restart', 'kill'].includes(argument)) startPower(panel, server, argument)
      return
    case 'send command':
      if (server.power === 'running') runCommand(panel, server, argument)
  }
}

function statsOf(panel: Panel, server: ServerRecord): string {
  const { network_rx_bytes, network_tx_bytes, ...usage } = usageOf(panel, server)
  const network = { rx_bytes: network_rx_bytes, tx_bytes: network_tx_bytes }
  const memory_limit_bytes = server.limits.memory * 1_000_000
  return JSON.stringify({ ...usage, memory_limit_bytes, network, state: server.power })
}

function frameIn(data: RawData): Frame | null {
  try {
    const { event, args } = JSON.parse(String(data)) as { event?: unknown; args?: unknown }
    if (typeof event !== 'string') return null
    return { event, args: Array.isArray(args) ? args.map(String) : [] }
  } catch {
    return null
  }
}

function readTicket(panel: Panel, token: string, uuid: string): Ticket | null {
  const [head, body, given] = token.split('.')
  if (!head || !body || !given) return null
  const expected = Buffer.from(signature(panel, `${head}.${body}`))
  const actual = Buffer.from(given)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null
  const ticket = JSON.parse(Buffer.from(body, 'base64url').toString()) as Ticket
  return ticket.server_uuid === uuid && ticket.exp > panel.kit.nowMs() / 1000 ? ticket : null
}

function signature(panel: Panel, text: string): string {
  const secret = panel.kit.settings.env.SANDBOX_PTERODACTYL_DAEMON_SECRET || 'sandbox-wings-secret'
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
