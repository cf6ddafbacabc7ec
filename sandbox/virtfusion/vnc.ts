/** The panel's websocket of a server's screen: a real VNC server, opened with the token and the password of the last answer. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Panel } from './panel.ts'
import { screenName } from './present_server.ts'
import type { ServerRecord } from './records.ts'
import {
  answerTo,
  CHALLENGE_BYTES,
  type ClientMessage,
  GREETING,
  type PixelFormat,
  readMessage,
  serverInit,
  update,
  usualFormat,
} from './vnc_protocol.ts'
import { Screen, SCREEN_HEIGHT, SCREEN_WIDTH } from './vnc_screen.ts'

const SCREEN_PATH = /^\/virtfusion\/([a-z]+)\/vnc\/$/
const PASSWORD_SECURITY = 2
const LOOK_MS = 500

/** Listens for upgrades on the sandbox's port; whatever is not this panel's is left to others. */
export function openScreens(http: Server, panelOf: (slug: string) => Panel | undefined): () => void {
  const server = new WebSocketServer({ noServer: true })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    const slug = SCREEN_PATH.exec(url.pathname)?.[1]
    if (slug === undefined) return
    const panel = panelOf(slug)
    const token = url.searchParams.get('token') ?? ''
    const shown = panel?.servers.list().find(({ vnc }) => vnc.enabled && vnc.token === token)
    if (!panel || !shown) return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    server.handleUpgrade(request, socket, head, (client) => new Session(client, panel, shown).begin())
  }
  http.on('upgrade', onUpgrade)
  return () => {
    http.off('upgrade', onUpgrade)
    for (const client of server.clients) client.terminate()
    server.close()
  }
}

/** One viewer. */
class Session {
  private received = Buffer.alloc(0)
  private challenge = randomBytes(CHALLENGE_BYTES)
  private format: PixelFormat = usualFormat
  private stage: 'version' | 'security' | 'answer' | 'init' | 'open' = 'version'
  private screen: Screen
  private readonly client: WebSocket
  private readonly panel: Panel
  private readonly server: ServerRecord
  private isWaiting = false
  private shownPixels: Uint8Array | null = null

  constructor(client: WebSocket, panel: Panel, server: ServerRecord) {
    this.client = client
    this.panel = panel
    this.server = server
    this.screen = new Screen((server.hostname ?? 'server').split('.')[0]!, screenName(server) ?? 'Linux')
  }

  begin(): void {
    const timer = setInterval(() => this.look(), LOOK_MS)
    this.client.on('close', () => clearInterval(timer))
    this.client.on('error', () => this.client.terminate())
    this.client.on('message', (data) => this.hear(data))
    this.client.send(GREETING)
  }

  /** A machine that was switched off, or whose screen was opened anew, shows nothing any more. */
  private look(): void {
    const present = this.panel.servers.get(String(this.server.id))
    const isOpen = present?.running && !present.suspended && present.vnc.token === this.server.vnc.token
    if (!isOpen) this.client.close(1000)
  }

  private hear(data: RawData): void {
    this.received = Buffer.concat([this.received, data as Buffer])
    try {
      while (this.step());
    } catch {
      this.client.close(1002)
    }
  }

  /** Takes one message off what has come in. @returns whether there may be another */
  private step(): boolean {
    const take = (length: number) => {
      if (this.received.length < length) return null
      const part = this.received.subarray(0, length)
      this.received = this.received.subarray(length)
      return part
    }
    if (this.stage === 'open') {
      const read = readMessage(this.received)
      if (!read) return false
      take(read.length)
      this.obey(read.message)
      return true
    }
    const lengths = { version: GREETING.length, security: 1, answer: CHALLENGE_BYTES, init: 1 }
    const part = take(lengths[this.stage])
    if (!part) return false
    this.greet(part)
    return true
  }

  private greet(part: Buffer): void {
    if (this.stage === 'version') {
      this.client.send(Buffer.from([1, PASSWORD_SECURITY]))
      this.stage = 'security'
    } else if (this.stage === 'security') {
      if (part[0] !== PASSWORD_SECURITY) throw new Error('No such security')
      this.client.send(this.challenge)
      this.stage = 'answer'
    } else if (this.stage === 'answer') {
      const isRight = part.equals(answerTo(this.challenge, this.server.vnc.password))
      if (!isRight) return this.refuse('Authentication failed')
      this.client.send(Buffer.alloc(4))
      this.stage = 'init'
    } else {
      this.client.send(serverInit(SCREEN_WIDTH, SCREEN_HEIGHT, this.server.hostname ?? 'server'))
      this.stage = 'open'
    }
  }

  private refuse(reason: string): void {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(1, 0)
    head.writeUInt32BE(reason.length, 4)
    this.client.send(Buffer.concat([head, Buffer.from(reason)]))
    this.client.close(1000)
  }

  private obey(message: ClientMessage): void {
    if (message.type === 'format') this.format = message.format
    if (message.type === 'key' && message.isDown) this.screen.press(message.key)
    if (message.type === 'update') {
      this.isWaiting = true
      if (!message.isIncremental) this.shownPixels = null
    }
    this.show()
  }

  /** Sends the lines that changed, as soon as the viewer asks for more. */
  private show(): void {
    if (!this.isWaiting) return
    const pixels = this.screen.draw()
    const [first, last] = changedRows(this.shownPixels, pixels)
    if (first === null) return
    const area = { y: first, width: SCREEN_WIDTH, height: last - first + 1 }
    const part = pixels.subarray(first * SCREEN_WIDTH, (last + 1) * SCREEN_WIDTH)
    this.client.send(update(area, { pixels: part, format: this.format }))
    this.shownPixels = pixels
    this.isWaiting = false
  }
}

/** First and last row of pixels that differ; the first is null when none does. */
function changedRows(before: Uint8Array | null, after: Uint8Array): [number | null, number] {
  if (!before) return [0, SCREEN_HEIGHT - 1]
  const isChanged = (row: number) => {
    const [start, end] = [row * SCREEN_WIDTH, (row + 1) * SCREEN_WIDTH]
    return Buffer.compare(before.subarray(start, end), after.subarray(start, end)) !== 0
  }
  const rows = Array.from({ length: SCREEN_HEIGHT }, (_, row) => row).filter(isChanged)
  return [rows[0] ?? null, rows.at(-1) ?? 0]
}
