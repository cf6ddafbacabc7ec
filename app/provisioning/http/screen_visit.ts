import { type RawData, WebSocket } from 'ws'
import { endWithSession } from '#app/shared/realtime/ended_sessions'
import { askAsTenant } from '#app/provisioning/http/ask_as_tenant'
import type { ConsoleTicket } from '#app/provisioning/http/console_ticket'

/** A whole screen comes in one piece, uncompressed in the worst case. */
const panelBytesMax = 64_000_000
/** A browser that reads slowly holds the panel up, rather than our memory. */
const bufferedBytesMax = 8_000_000
const handshakeMs = 10_000
/** How often we ask whether the visitor may stay. */
const lookMs = 15_000
const visitMs = 4 * 3_600_000

/** One browser before the screen of one server: VNC over a websocket, passed on as it is in both directions. */
export class ScreenVisit {
  private panel: WebSocket | null = null

  constructor(
    private client: WebSocket,
    private ticket: ConsoleTicket
  ) {}

  async begin(): Promise<void> {
    this.client.on('error', () => this.client.terminate())
    // Before anything is asked: a session that ends meanwhile is told of once.
    const forget = endWithSession(this.ticket.session, () => this.client.close(4403, 'refused'))
    this.client.on('close', forget)
    const link = await askAsTenant(this.ticket, (enter) => enter.execute(this.ticket.id, this.ticket))
    if (!link?.ok || link.value.kind !== 'vnc') return this.client.close(4403, 'refused')
    const timers = [
      setInterval(() => void this.look().catch(() => this.client.close(1011)), lookMs),
      setTimeout(() => this.client.close(4408, 'ended'), visitMs),
    ]
    this.client.on('close', () => {
      for (const timer of timers) clearTimeout(timer)
      this.panel?.terminate()
    })
    // Closed while we asked.
    if (this.client.readyState === WebSocket.OPEN) this.connect(link.value.url)
    else for (const timer of timers) clearTimeout(timer)
  }

  private connect(url: string): void {
    const origin = new URL(url).origin.replace(/^ws/, 'http')
    const panel = new WebSocket(url, { origin, maxPayload: panelBytesMax, handshakeTimeout: handshakeMs })
    this.panel = panel
    panel.on('message', (data) => this.show(panel, data))
    panel.on('error', () => this.client.close(1014, 'panel'))
    panel.on('close', () => this.client.close(1000))
    // The server speaks first: nothing is lost that came before it was reached.
    this.client.on('message', (data) => {
      if (panel.readyState === WebSocket.OPEN) panel.send(data, { binary: true })
    })
  }

  private show(panel: WebSocket, data: RawData): void {
    this.client.send(data, { binary: true }, () => {
      if (panel.isPaused && this.client.bufferedAmount < bufferedBytesMax / 2) panel.resume()
    })
    if (this.client.bufferedAmount > bufferedBytesMax) panel.pause()
  }

  /** Suspended, ended or given away meanwhile, or the visitor's right taken away: the screen goes dark. */
  private async look(): Promise<void> {
    const mayStay = await askAsTenant(this.ticket, (enter) => enter.mayStay(this.ticket))
    if (mayStay !== true) this.client.close(4403, 'refused')
  }
}
