import { randomUUID } from 'node:crypto'
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http'
import server from '@adonisjs/core/services/server'
import { createHttpServer } from '#start/http_server'
import type { RawRequest } from '#tests/support/api'
import type { RawAnswer } from '#tests/support/openapi'
import { type Life, liveThrough, ProcessDied } from '#tests/simulation/process_life'

/** A request as it comes from a person's program or from a gateway. */
export interface Call extends Omit<RawRequest, 'text' | 'headers'> {
  headers: IncomingMessage['headers']
  body: string | Buffer | undefined
}

const lifeHeader = 'x-life-of-the-simulation'

/**
 * The way in for people and gateways: the application's own server behind HTTP over kept connections, where a request may be one in
 * which the process dies.
 */
export class Door {
  private lives = new Map<string, Life>()
  private agent = new Agent({ keepAlive: true, maxSockets: 8 })

  private constructor(
    private listener: Server,
    private port: number
  ) {}

  static async open(): Promise<Door> {
    const listener = createServer({ keepAliveTimeout: 0 })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = listener.address()
    const door = new Door(listener, typeof address === 'object' && address ? address.port : 0)
    // Messages of gateways pass the framework by, as in a web process.
    const web = createHttpServer((incoming, outgoing) => void server.handle(incoming, outgoing))
    listener.on('request', (incoming, outgoing) =>
      door.lead(incoming, () => web.emit('request', incoming, outgoing))
    )
    return door
  }

  async close(): Promise<void> {
    this.agent.destroy()
    await new Promise((resolve) => {
      this.listener.close(resolve)
      this.listener.closeAllConnections()
    })
  }

  /** Asks over HTTP. Throws {@link ProcessDied} where the life was over before the answer: nobody knows what was done. */
  async ask(call: Call, life: Life | null): Promise<RawAnswer> {
    const key = life ? randomUUID() : null
    if (key && life) this.lives.set(key, life)
    try {
      const answer = await this.exchange(call, key)
      if (life?.isOver) throw new ProcessDied()
      return answer
    } finally {
      if (key) this.lives.delete(key)
    }
  }

  /** Has a request answered within the life that it was given. */
  private lead(incoming: IncomingMessage, answer: () => unknown): void {
    const key = incoming.headers[lifeHeader]
    delete incoming.headers[lifeHeader]
    const life = typeof key === 'string' ? this.lives.get(key) : undefined
    if (life) liveThrough(life, answer)
    else answer()
  }

  private exchange({ host, method, path, headers, body }: Call, key: string | null): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: this.port,
          method,
          path,
          agent: this.agent,
          headers: {
            ...headers,
            host: `${host}:${process.env.PORT}`,
            ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
            ...(key ? { [lifeHeader]: key } : {}),
          },
        },
        (incoming) => void read(incoming).then(resolve, reject)
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }
}

async function read(incoming: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const isJson = /json/.test(incoming.headers['content-type'] ?? '')
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text,
    body: isJson && text ? JSON.parse(text) : null,
  }
}
