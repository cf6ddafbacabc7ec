import { WebSocket } from 'ws'
import { eventually, type SandboxProcess } from '../sandbox_process.js'

export const keys = {
  application: 'ptla_sandbox_pterodactyl',
  reading: 'ptla_sandbox_pterodactyl_read',
  root: 'ptlc_sandbox_pterodactyl',
}

export interface Item {
  object: string
  attributes: Record<string, unknown>
}
export interface Body extends Item {
  data: Item[]
  meta: { pagination: { total: number; count: number; total_pages: number } }
  errors: { code: string; status: string; detail: string; meta?: { source_field: string; rule: string } }[]
}
export interface Answer {
  status: number
  headers: Headers
  body: Body
}

/** What a Paper server of 4 GB is ordered with. */
export const order = {
  external_id: 'svc-1',
  name: 'Ada MC',
  egg: 2,
  docker_image: 'ghcr.io/pterodactyl/yolks:java_21',
  startup: 'java -jar {{SERVER_JARFILE}}',
  environment: { MINECRAFT_VERSION: 'latest', SERVER_JARFILE: 'server.jar', BUILD_NUMBER: 'latest' },
  limits: { memory: 4096, swap: 0, disk: 20_480, io: 500, cpu: 200 },
  feature_limits: { databases: 1, allocations: 1, backups: 2 },
  deploy: { locations: [1], dedicated_ip: false, port_range: [] },
  start_on_completion: true,
}

/** A caller of the panel, as bare as can be: it asserts nothing and hides nothing. */
export class PterodactylClient {
  constructor(private sandbox: SandboxProcess) {}

  async call(method: string, path: string, body?: unknown, key = keys.root): Promise<Answer> {
    const response = await fetch(`${this.sandbox.url}/pterodactyl/api${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const parsed = text === '' ? {} : JSON.parse(text)
    return { status: response.status, headers: response.headers, body: parsed as Body }
  }

  async addUser(name = 'ada'): Promise<number> {
    const { body } = await this.call('POST', '/application/users', {
      external_id: `cus-${name}`,
      email: `${name}@example.test`,
      username: name,
      first_name: 'Ada',
      last_name: '-',
    })
    return Number(body.attributes.id)
  }

  async addServer(change: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const user = await this.addUser()
    const { body } = await this.call('POST', '/application/servers', { ...order, user, ...change })
    return body.attributes
  }

  server(id: unknown): Promise<Record<string, unknown>> {
    return this.call('GET', `/application/servers/${id}`).then(({ body }) => body.attributes)
  }

  until(id: unknown, status: string | null): Promise<Record<string, unknown>> {
    return eventually(
      () => this.server(id),
      (server) => server.status === status
    )
  }

  untilPower(identifier: unknown, state: string): Promise<unknown> {
    return eventually(
      () => this.call('GET', `/client/servers/${identifier}/resources`),
      ({ body }) => body.attributes?.current_state === state
    )
  }
}

/** Opens a console and keeps what it says. */
export async function listen(url: string, origin: string) {
  const heard: { event: string; args: string[] }[] = []
  const socket = new WebSocket(url, { origin })
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    heard,
    send: (event: string, ...args: string[]) => socket.send(JSON.stringify({ event, args })),
    until: (isRight: (frame: { event: string; args: string[] }) => boolean) =>
      eventually(async () => heard.find(isRight), Boolean),
    close: () => socket.close(),
  }
}
