import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface StandingServer {
  id: number
  tag: string
  owner: string
  memory: number
  isSuspended: boolean
  isOn: boolean
}

const packageMemory = 4096
const pageSize = 1

interface Answer {
  status: number
  data?: unknown
  error?: string
}

/** A panel that keeps servers in memory, by a made-up interface as small as one can be. */
export class ExampleStandIn {
  servers: StandingServer[] = []
  private users = new Set<string>()
  private freeMemory = Number.MAX_SAFE_INTEGER
  private lost: 'timeout_after' | 'timeout_before' | null = null
  private lastId = 0
  private server: Server | null = null
  readonly token = 'example-token-that-opens-it'

  async start(): Promise<void> {
    this.server = createServer((request, response) => void this.serve(request, response))
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve))
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections()
    await new Promise((resolve) => this.server?.close(resolve))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`
  }

  empty(): void {
    this.servers = []
    this.users.clear()
    this.freeMemory = 10 * packageMemory
    this.lost = null
  }

  fillUp(): void {
    this.freeMemory = 0
  }

  loseAnswer(kind: 'timeout_after' | 'timeout_before'): void {
    this.lost = kind
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const isCreation = request.method === 'POST' && request.url === '/servers'
    const lost = isCreation ? this.lost : null
    if (isCreation) this.lost = null
    if (lost === 'timeout_before') return
    const isIn = request.headers.authorization === `Bearer ${this.token}`
    const answer = isIn
      ? this.answer(request, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>))
      : { status: 401 }
    if (lost) return
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  private answer({ method, url }: IncomingMessage, body: Record<string, unknown>): Answer {
    const { pathname, searchParams } = new URL(url!, 'http://panel')
    const [, room, id] = pathname.split('/')
    if (room === 'packages') return { status: 200, data: [{ name: 'VPS M', memory: packageMemory }] }
    if (room === 'room') return { status: 200, data: { memory: this.freeMemory } }
    if (room === 'users') return this.user(method!, id, String(body.reference))
    if (room !== 'servers') return { status: 404 }
    if (!id) return method === 'POST' ? this.create(body) : this.list(searchParams)
    return this.one(method!, Number(id), body)
  }

  private user(method: string, id: string | undefined, reference: string): Answer {
    if (method === 'GET')
      return this.users.has(id!) ? { status: 200 } : { status: 404, error: 'No such user.' }
    if (this.users.has(reference)) return { status: 409, error: 'Taken.' }
    this.users.add(reference)
    return { status: 201 }
  }

  private create(body: Record<string, unknown>): Answer {
    if (body.package !== 'VPS M') return { status: 422, error: 'No such package.' }
    if (this.freeMemory < packageMemory) return { status: 409, error: 'Full.' }
    this.freeMemory -= packageMemory
    this.lastId += 1
    const [tag, owner] = [String(body.tag), String(body.owner)]
    const made = { id: this.lastId, tag, owner, memory: packageMemory, isSuspended: false, isOn: true }
    this.servers.push(made)
    return { status: 201, data: made }
  }

  private list(query: URLSearchParams): Answer {
    const tag = query.get('tag')
    const after = Number(query.get('after') ?? 0)
    const found = this.servers.filter((server) => (tag ? server.tag === tag : server.id > after))
    return { status: 200, data: found.slice(0, pageSize) }
  }

  private one(method: string, id: number, change: Record<string, unknown>): Answer {
    const found = this.servers.find((server) => server.id === id)
    if (!found) return { status: 404, error: 'No such server.' }
    if (method === 'DELETE') this.servers = this.servers.filter((server) => server !== found)
    if (method === 'PATCH') Object.assign(found, change)
    return { status: 200, data: found }
  }
}
