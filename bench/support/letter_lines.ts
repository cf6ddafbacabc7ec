import { connect, type Socket } from 'node:net'
import { showId } from '#app/shared/ids'
import type { Letter, Mailbox } from './letters.js'

/**
 * Connections over which letters are posted, written and read without the HTTP client of Node: that takes as much processor time of a message as
 * the whole of what is measured, on the same processors. What is sent and answered is the same to the byte.
 */
export class LetterLines {
  private free: Line[] = []
  private waiting: ((line: Line) => void)[] = []
  private open = new Set<Line>()
  private head: string

  constructor(
    private mailbox: Omit<Mailbox, 'agent'>,
    private linesMax: number
  ) {
    const { slug, gatewayId } = mailbox
    this.head =
      `POST /webhooks/stripe/${showId('gateway', gatewayId)} HTTP/1.1\r\nhost: account.${slug}.localhost\r\n` +
      'connection: keep-alive\r\ncontent-type: application/json; charset=utf-8\r\n'
  }

  /** @returns the status that it was answered with; 0 when the line was cut */
  async post({ body, signature }: Letter): Promise<number> {
    const line = await this.take()
    const length = `content-length: ${Buffer.byteLength(body)}\r\n`
    const status = await line.exchange(`${this.head}${length}stripe-signature: ${signature}\r\n\r\n${body}`)
    this.giveBack(line)
    return status
  }

  close(): void {
    for (const line of this.open) line.close()
  }

  private take(): Promise<Line> {
    const line = this.free.pop()
    if (line) return Promise.resolve(line)
    if (this.open.size < this.linesMax) return Promise.resolve(this.lay())
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  private lay(): Line {
    const line = new Line(this.mailbox.port)
    this.open.add(line)
    return line
  }

  private giveBack(line: Line): void {
    const next = this.waiting.shift()
    if (next) next(line)
    else this.free.push(line)
  }
}

class Line {
  private socket: Socket | null = null
  private answer = ''
  private resolve: ((status: number) => void) | null = null

  constructor(private port: number) {}

  exchange(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.resolve = resolve
      this.socket ??= this.connect()
      this.socket.write(request)
    })
  }

  close(): void {
    this.socket?.destroy()
  }

  /** Laid anew when the other side has cut it. */
  private connect(): Socket {
    const socket = connect({ host: '127.0.0.1', port: this.port, noDelay: true })
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.read(text))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.socket = null
      this.end(0)
    })
    return socket
  }

  private read(text: string): void {
    this.answer += text
    const headEnd = this.answer.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.answer.slice(0, headEnd)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.answer.length < headEnd + 4 + length) return
    const closes = /\r\nconnection: close/i.test(head)
    const status = Number(head.slice(9, 12))
    if (closes) this.socket?.destroy()
    if (closes) this.socket = null
    this.end(status)
  }

  private end(status: number): void {
    this.answer = ''
    const { resolve } = this
    this.resolve = null
    resolve?.(status)
  }
}
