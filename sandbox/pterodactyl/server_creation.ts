/** POST /servers: the row is written, then the daemon is told; when the daemon does not answer, the row goes again. */
import { randomUUID } from 'node:crypto'
import { includesOf, noViableNode } from './catalogue_routes.ts'
import { type EggSpec, findEgg } from './eggs.ts'
import type { Panel } from './panel.ts'
import { presentServer } from './present.ts'
import type { AllocationRecord, FeatureLimits, Limits, ServerRecord } from './records.ts'
import { daemonUnreachable, displayed, invalidField, type PanelError, Refusal } from './refusal.ts'
import { type Answer, type Call, ok } from './routing.ts'
import { type BodyRules, checkRules, isRecord, validateBody, valueAt } from './rules.ts'
import { startInstall } from './tasks.ts'

export const LIMIT_RULES: BodyRules = {
  'limits.memory': 'required|numeric|min:0',
  'limits.swap': 'required|numeric|min:-1',
  'limits.disk': 'required|numeric|min:0',
  'limits.io': 'required|numeric|between:10,1000',
  'limits.cpu': 'required|numeric|min:0',
  'limits.threads': 'nullable|regex:/^[0-9-,]+$/',
}

export const FEATURE_RULES: BodyRules = {
  'feature_limits.databases': 'present|nullable|integer|min:0',
  'feature_limits.allocations': 'nullable|integer|min:0',
  'feature_limits.backups': 'present|nullable|integer|min:0',
}

const CREATE_RULES: BodyRules = {
  external_id: 'nullable|string|between:1,191',
  name: 'required|string|min:1|max:191',
  description: 'nullable|string',
  user: 'required|integer',
  egg: 'required|integer',
  docker_image: 'required|string|max:191|regex:/^~?[\\w.\\/\\-:@ ]*$/',
  startup: 'required|string',
  environment: 'present|array',
  skip_scripts: 'nullable|boolean',
  oom_disabled: 'nullable|boolean',
  ...LIMIT_RULES,
  ...FEATURE_RULES,
  start_on_completion: 'nullable|boolean',
}

export function createServer(panel: Panel, call: Call): Answer {
  const body = validateBody(call.body, CREATE_RULES)
  const egg = findEgg(Number(body.egg))
  if (!panel.findUser(Number(body.user)))
    throw invalidField('user', 'exists', 'The selected user is invalid.')
  if (!egg) throw invalidField('egg', 'exists', 'The selected egg is invalid.')
  const externalId = typeof body.external_id === 'string' ? body.external_id : null
  refuseTakenExternalId(panel, externalId, null)
  const environment = checkedEnvironment(egg, body.environment)
  const limits = limitsIn(body)
  const placed = place(panel, call, limits)
  if (panel.kit.faults.strikes('daemon_down', call)) throw daemonUnreachable()

  const uuid = randomUUID()
  const id = panel.nextId('server')
  const server: ServerRecord = {
    id,
    uuid,
    identifier: uuid.slice(0, 8),
    externalId,
    name: String(body.name),
    description: typeof body.description === 'string' ? body.description : '',
    status: 'installing',
    limits,
    oomDisabled: body.oom_disabled === undefined ? true : Boolean(body.oom_disabled),
    featureLimits: featureLimitsIn(body),
    userId: Number(body.user),
    nodeId: placed[0]!.nodeId,
    allocationId: placed[0]!.id,
    eggId: egg.id,
    startup: String(body.startup),
    image: String(body.docker_image),
    environment,
    skipScripts: Boolean(body.skip_scripts),
    isInstalled: false,
    isTransferring: false,
    power: 'offline',
    startedAt: null,
    console: [],
    createdAt: panel.stamp(),
    updatedAt: panel.stamp(),
  }
  panel.servers.insert(String(id), server)
  for (const allocation of placed) panel.saveAllocation({ ...allocation, serverId: id })
  const isStarted = Boolean(body.start_on_completion)
  return ok(presentServer(panel, startInstall(panel, server, { call, isStarted }), includesOf(call)), 201)
}

export function refuseTakenExternalId(panel: Panel, externalId: string | null, selfId: number | null): void {
  if (externalId === null) return
  const isTaken = panel.servers
    .list()
    .some((server) => server.externalId === externalId && server.id !== selfId)
  if (isTaken) throw invalidField('external_id', 'unique', 'The external id has already been taken.')
}

/** Every variable of the egg against its own rules, whether or not it was sent; others are dropped. */
export function checkedEnvironment(egg: EggSpec, given: unknown): Record<string, string> {
  const values = isRecord(given) ? given : {}
  const errors: PanelError[] = []
  for (const { env, name, rules } of egg.variables) {
    const failure = checkRules(values[env] ?? null, rules, `${name} variable`)
    if (!failure) continue
    const meta = { source_field: `environment.${env}`, rule: failure.rule }
    errors.push({ code: 'ValidationException', detail: failure.detail, meta })
  }
  if (errors.length > 0) throw new Refusal(422, errors)
  return Object.fromEntries(egg.variables.map(({ env }) => [env, String(values[env] ?? '')]))
}

export function limitsIn(body: Record<string, unknown>): Limits {
  const number = (name: string) => Number(valueAt(body, `limits.${name}`))
  const threads = valueAt(body, 'limits.threads')
  return {
    memory: number('memory'),
    swap: number('swap'),
    disk: number('disk'),
    io: number('io'),
    cpu: number('cpu'),
    threads: typeof threads === 'string' && threads !== '' ? threads : null,
  }
}

export function featureLimitsIn(body: Record<string, unknown>): FeatureLimits {
  const number = (name: string) => {
    const value = valueAt(body, `feature_limits.${name}`)
    return value === null || value === undefined ? null : Number(value)
  }
  return { databases: number('databases'), allocations: number('allocations'), backups: number('backups') }
}

/** Named ports, or automatic placement on a public node that can take it. */
function place(panel: Panel, call: Call, limits: Limits): AllocationRecord[] {
  const named = valueAt(call.body, 'allocation.default')
  if (named !== undefined) {
    const more = valueAt(call.body, 'allocation.additional')
    return [named, ...(Array.isArray(more) ? more : [])].map((id, index) => freeAllocation(panel, id, index))
  }
  const deploy = validateBody(call.body, {
    'deploy.locations': 'present|array',
    'deploy.dedicated_ip': 'required|boolean',
    'deploy.port_range': 'present|array',
  }).deploy as { locations: unknown[]; dedicated_ip: unknown; port_range: unknown[] }
  const locations = deploy.locations.map(Number)
  const isFull = panel.kit.faults.strikes('nodes_full', call)
  const nodes = isFull ? [] : panel.viableNodes({ memory: limits.memory, disk: limits.disk, locations })
  if (nodes.length === 0) throw noViableNode()
  const ranges = deploy.port_range.map((range) => String(range).split('-').map(Number))
  const [free] = panel.allocations.list({
    filter: ({ nodeId, serverId, port }) =>
      serverId === null &&
      nodes.some(({ id }) => id === nodeId) &&
      (ranges.length === 0 || ranges.some(([from = 0, to = from]) => port >= from && port <= to)),
    limit: 1,
  })
  if (!free) {
    throw displayed('NoViableAllocationException', 'No allocations satisfying the requirements for automatic deployment could be found.')
  } // prettier-ignore
  return [free]
}

function freeAllocation(panel: Panel, id: unknown, index: number): AllocationRecord {
  const allocation = panel.allocation(Number(id))
  if (allocation && allocation.serverId === null) return allocation
  const field = index === 0 ? 'allocation.default' : `allocation.additional.${index - 1}`
  throw invalidField(field, 'exists', `The selected ${field} is invalid.`)
}
