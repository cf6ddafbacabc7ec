import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { err, ok } from '#app/shared/result'
import type {
  CallSubject,
  LostServer,
  ObservedServer,
  PanelConfig,
  PanelConnection,
  PanelCustomer,
  PanelFailure,
  PanelGroups,
  PanelResult,
  PanelWith,
  PowerAction,
  ServerOrder,
  ServerPage,
} from '#app/provisioning/drivers/contract'
import { defineDriver } from '#app/provisioning/drivers/define_driver'

/** What the panel answers. */
interface Row {
  id: number
  tag: string
  owner: string
  memory: number
  isSuspended: boolean
  isOn: boolean
}

const capabilities = ['capacity', 'power', 'usage'] as const
type Capability = (typeof capabilities)[number]

const missing = 'No such server.'
const fullText = 'Full.'

/** A driver that was written with `docs/drivers.md` and nothing else at hand: what that page says is enough to pass the suite. */
export const example = defineDriver<PanelConfig, Capability>({
  name: 'example',
  title: 'Example Panel',
  productKinds: ['vps'],
  capabilities,
  powerActions: ['boot', 'poweroff'],
  secretFields: [{ name: 'token', label: 'API token', kind: 'text', isRequired: true, maxLength: 2000 }],
  open: (connection, subject) => new ExamplePanel(connection, subject),
})

class ExamplePanel implements PanelWith<Capability> {
  constructor(
    private connection: PanelConnection,
    private subject: CallSubject
  ) {}

  async checkConnection() {
    const packages = await this.ask<{ name: string }[]>('GET', '/packages')
    return packages.ok ? ok({ packages: packages.value.map(({ name }) => name), groups: [] }) : packages
  }

  async listOffers() {
    const packages = await this.ask<{ name: string; memory: number }[]>('GET', '/packages')
    if (!packages.ok) return packages
    const offered = packages.value.map(({ name, memory }) => ({
      reference: name,
      name,
      isOpen: true,
      sizes: { memoryMb: memory },
    }))
    return ok({ packages: offered, locations: [], images: [], inventory: [] })
  }

  /** Look, create, look again: another worker may have been quicker. */
  async findOrCreateUser({ number, email }: PanelCustomer) {
    const [path, reference] = [`/users/${number}`, String(number)]
    const known = await this.ask('GET', path)
    if (known.ok || known.error.type !== 'gone') return known.ok ? ok({ reference }) : known
    const made = await this.ask('POST', '/users', { reference, email })
    if (made.ok) return ok({ reference })
    const again = await this.ask('GET', path)
    return again.ok ? ok({ reference }) : made
  }

  async createServer({ tag, userReference: owner, spec }: ServerOrder) {
    const made = await this.ask<Row>('POST', '/servers', { tag, owner, package: spec.package })
    return made.ok ? ok({ reference: String(made.value.id) }) : made
  }

  /** The panel keeps our tag from the creation on. */
  async findCreatedServer({ tag }: LostServer) {
    const found = await this.ask<Row[]>('GET', `/servers?tag=${encodeURIComponent(tag)}`)
    if (!found.ok) return found
    return ok(found.value[0] ? { reference: String(found.value[0].id) } : null)
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const row = await this.ask<Row>('GET', `/servers/${reference}`)
    if (!row.ok) return row
    const { tag, isSuspended, isOn } = row.value
    return ok({
      reference,
      name: tag,
      state: isSuspended ? 'suspended' : 'running',
      isBusy: false,
      power: isOn ? 'running' : 'stopped',
      addresses: [],
      builtAt: null,
      adminUser: 'root',
    })
  }

  async listServers(page: string | null): PanelResult<ServerPage> {
    const rows = await this.ask<Row[]>('GET', `/servers?after=${page ?? 0}`)
    if (!rows.ok) return rows
    const servers = rows.value.map(({ id, tag, owner, memory, isSuspended }) => ({
      reference: String(id),
      name: tag,
      ownerReference: owner,
      ownerEmail: null,
      isSuspended,
      isUnfinished: false,
      sizes: { memoryMb: memory },
      package: null,
    }))
    return ok({ servers, next: servers.at(-1)?.reference ?? null })
  }

  suspendServer(reference: string) {
    return this.tell(reference, { isSuspended: true })
  }

  resumeServer(reference: string) {
    return this.tell(reference, { isSuspended: false })
  }

  /** An absent one is a success. */
  async removeServer(reference: string): PanelResult<void> {
    const removed = await this.ask('DELETE', `/servers/${reference}`)
    return removed.ok || removed.error.type === 'gone' ? ok() : removed
  }

  readonly capacity: PanelGroups['capacity'] = {
    readCapacity: async () => {
      const room = await this.ask<{ memory: number }>('GET', '/room')
      if (!room.ok) return room
      const machine = { servers: null, memoryMb: room.value.memory, cpuCores: null, storageGb: null }
      return ok({ machines: [machine], ipv4: null })
    },
  }

  readonly power: PanelGroups['power'] = {
    switchPower: (reference, action: PowerAction) => this.tell(reference, { isOn: action === 'boot' }),
  }

  readonly usage: PanelGroups['usage'] = {
    readUsage: async (reference) => {
      const row = await this.ask<Row>('GET', `/servers/${reference}`)
      if (!row.ok) return row
      return ok([
        { name: 'memory', used: 0, limit: row.value.memory * 1024 ** 2, unit: 'bytes', period: null },
      ])
    },
  }

  private async tell(reference: string, change: Partial<Row>): PanelResult<void> {
    const told = await this.ask('PATCH', `/servers/${reference}`, change)
    return told.ok ? ok() : told
  }

  private async ask<T>(method: string, path: string, body?: object): PanelResult<T> {
    const { id, code, baseUrl, secrets, config, maxConcurrentCalls: concurrency } = this.connection
    const policy = {
      ...hostPolicyDefaults,
      concurrency,
      timeoutMs: config.callTimeoutMs ?? 10_000,
      triesMax: 1,
    }
    const answer = await callRemote(policy, {
      subject: this.subject,
      system: `example:${code}`,
      gate: `panel:${id}`,
      method,
      url: baseUrl + path,
      headers: { authorization: `Bearer ${secrets.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      isRepeatable: method === 'GET',
    })
    if (!answer.ok) {
      // A question that was lost is simply asked again; only what acts is unknown.
      const isUnknown = answer.error.type === 'unanswered' && method !== 'GET'
      return err({ type: isUnknown ? 'unknown' : 'retry_later', message: answer.error.reason })
    }
    const read = readAnswer(answer.value.body)
    const failure = failureOf(answer.value.status, read.error ?? '')
    return failure ? err(failure) : ok(read.data as T)
  }
}

function readAnswer(body: string): { data?: unknown; error?: string } {
  try {
    return JSON.parse(body) as { data?: unknown; error?: string }
  } catch {
    return {}
  }
}

function failureOf(status: number, message: string): PanelFailure | null {
  if (status < 300) return null
  if (status >= 500) return { type: 'unknown', message }
  if (status === 429) return { type: 'retry_later', message }
  if (status === 409)
    return { type: 'refused', reason: message === fullText ? 'no_capacity' : 'conflict', message }
  // Only the panel's own sentence says that there is no server; any other 404 is a wrong address.
  if (status === 404 && (message === missing || message === 'No such user.')) return { type: 'gone', message }
  return status === 422 ? { type: 'refused', reason: 'invalid', message } : { type: 'misconfigured', message }
}
