import { createServer, type IncomingMessage, request, type Server } from 'node:http'

interface Delivery {
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/**
 * Stands between the sandbox and the application, as the internet does: passes webhooks on under the tenant's host name, or keeps
 * them back until a story lets them through.
 */
export class WebhookRelay {
  private kept: Delivery[] = []
  private isHolding = false

  private host = ''

  private constructor(private server: Server) {}

  static async start(): Promise<WebhookRelay> {
    const server = createServer()
    const relay = new WebhookRelay(server)
    server.on('request', (incoming, outgoing) => {
      void relay.take(incoming).then((status) => outgoing.writeHead(status).end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  get url(): string {
    const address = this.server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  /** Under which host name messages are passed on from now on. */
  passTo(host: string): void {
    this.host = host
  }

  /** Keeps what comes from now on. */
  hold(): void {
    this.isHolding = true
  }

  /** Lets everything kept through, newest first when `reversed`, and keeps nothing any more. */
  async release({ reversed = false } = {}): Promise<number> {
    this.isHolding = false
    const kept = reversed ? this.kept.toReversed() : this.kept
    this.kept = []
    for (const delivery of kept) await this.pass(delivery)
    return kept.length
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve)
      this.server.closeAllConnections()
    })
  }

  private async take(incoming: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const delivery = { path: incoming.url ?? '/', headers: incoming.headers, body: Buffer.concat(chunks) }
    if (!this.isHolding) return this.pass(delivery)
    this.kept.push(delivery)
    return 200
  }

  private pass({ path, headers, body }: Delivery): Promise<number> {
    const port = Number(process.env.PORT)
    return new Promise((resolve) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path,
          headers: { ...headers, host: `${this.host}:${port}` },
        },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode ?? 500))
        }
      )
      outgoing.on('error', () => resolve(502))
      outgoing.end(body)
    })
  }
}
