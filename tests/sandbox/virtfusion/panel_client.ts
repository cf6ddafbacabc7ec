import { eventually, type SandboxProcess } from '../sandbox_process.js'

export type Answer<T> = { status: number; text: string; body: T }
export type Refused = { errors?: string[] | Record<string, string[]>; msg?: string; message?: string }
export type Page<T> = {
  data: T[]
  total: number
  per_page: number
  last_page: number
  next_page_url: string | null
}
export type User = {
  id: number
  extRelationId: number | string
  name: string
  email: string
  password?: string
}
export type Resources = {
  hypervisor: { id: number; enabled: boolean; prohibit: boolean; commissioned: boolean }
  resources: Record<
    'servers' | 'memory' | 'cpuCores' | 'localStorage',
    { max: number; free: number; allocated: number }
  > & {
    network: { total: { ipv4: { free: number } } }
  }
}
export type Server = {
  id: number
  uuid: string
  ownerId: number
  hypervisorId: number
  name: string
  hostname: string | null
  commissionStatus: number
  state: string
  built: string | null
  buildFailed: boolean
  suspended: boolean
  settings: {
    resources: { memory: number; storage: number; traffic: number; cpuCores: number }
    osTemplateInstallId: number
    decryptedPassword?: string
  }
  network: {
    interfaces: Array<{ ipv4: Array<{ address: string; gateway: string }>; ipv6: Array<{ subnet: string }> }>
  }
  tasks: { active: boolean; actions: { pending: Array<{ action: string }> } }
  remoteState: false | { state: string; memory: { actual?: string } }
}
export type QueueItem = {
  id: number
  finished: string | null
  failed: boolean
  progress: number
  action: string
}

/** A caller of one panel, as bare as can be: it asserts nothing and hides nothing. */
export class PanelClient {
  private readonly sandbox: SandboxProcess
  private readonly panel: string
  private readonly token: string

  constructor(sandbox: SandboxProcess, panel = 'fra', token = 'sandbox-virtfusion-token') {
    this.sandbox = sandbox
    this.panel = panel
    this.token = token
  }

  async call<T = Refused>(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.sandbox.url}/virtfusion/${this.panel}/api/v1${path}`, {
      method,
      signal,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${this.token}`,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, text, body: (isJson && text ? JSON.parse(text) : {}) as T }
  }

  async data<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<{ data: T }>(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body.data
  }

  createUser(extRelationId: number): Promise<User> {
    const email = `user${extRelationId}@example.test`
    return this.data('POST', '/users', { name: `User ${extRelationId}`, email, extRelationId })
  }

  createServer(userId: number, more: Record<string, unknown> = {}): Promise<Server> {
    return this.data('POST', '/servers', {
      packageId: 1,
      userId,
      hypervisorId: this.groupId,
      ipv4: 1,
      ...more,
    })
  }

  async builtServer(userId: number, more: Record<string, unknown> = {}): Promise<Server> {
    const { id } = await this.createServer(userId, more)
    await this.data('POST', `/servers/${id}/build`, {
      operatingSystemId: 12,
      name: 'web',
      hostname: 'web.example.test',
    })
    return this.settled(id)
  }

  server(id: number): Promise<Server> {
    return this.data('GET', `/servers/${id}?remoteState=true`)
  }

  /** The server once nothing is being done to it. */
  settled(id: number): Promise<Server> {
    return eventually(
      () => this.server(id),
      (server) => !server.tasks.active && server.tasks.actions.pending.length === 0
    )
  }

  get groupId(): number {
    return this.panel === 'fra' ? 2 : 4
  }
}
