/** The client interface of a running server: details, usage, power, commands, start-up, ports. */
import { findEgg } from './eggs.ts'
import { findNode } from './nodes.ts'
import { type Item, listOf, paginate } from './pages.ts'
import type { Panel } from './panel.ts'
import { environmentOf, presentVariable } from './present.ts'
import type { AllocationRecord, ServerRecord } from './records.ts'
import { displayed, invalidField, Refusal, stateConflict } from './refusal.ts'
import { type Answer, type Call, noContent, ok, type Router } from './routing.ts'
import { checkRules, validateBody } from './rules.ts'
import { startInstall, startPower } from './tasks.ts'
import { runCommand, signTicket, socketUrl } from './websocket.ts'

export function registerClientRoutes(router: Router): void {
  router.client('GET', '', listServers)
  router.client('GET', '/servers/:server', showDetails)
  router.client('GET', '/servers/:server/resources', showResources)
  router.client('POST', '/servers/:server/power', switchPower)
  router.client('POST', '/servers/:server/command', sendCommand)
  router.client('GET', '/servers/:server/websocket', (panel, call) => {
    const server = usableServer(panel, call)
    const socket = socketUrl(call.origin, server)
    return ok({ data: { token: signTicket(panel, server, call.origin), socket } })
  })
  router.client('POST', '/servers/:server/settings/reinstall', (panel, call) => {
    const server = usableServer(panel, call)
    startInstall(panel, server, { call, isStarted: server.power === 'running' })
    return { status: 202 }
  })
  registerStartupRoutes(router)
}

/** Most of the client interface is closed while the panel is at work on a server, or has suspended it. */
export function usableServer(panel: Panel, call: Call): ServerRecord {
  const server = panel.findServerByIdentifier(call.params.server)
  if (server.status === 'suspended')
    throw stateConflict('This server is currently suspended and the functionality requested is unavailable.')
  if (panel.isInMaintenance(server.nodeId))
    throw stateConflict(
      'The node of this server is currently under maintenance and the functionality requested is unavailable.'
    )
  if (server.status === 'restoring_backup')
    throw stateConflict('This server is currently restoring from a backup, please try again later.')
  if (server.status !== null)
    throw stateConflict('This server has not yet completed its installation process, please try again later.')
  if (server.isTransferring)
    throw stateConflict(
      'This server is currently being transferred to a new machine, please try again later.'
    )
  return server
}

/** Its owner's servers; an administrator has none of their own and asks for all with `type=admin-all`. */
function listServers(panel: Panel, call: Call): Answer {
  const servers = call.query.type === 'admin-all' ? panel.servers.list() : []
  const limits = { perPage: 50, perPageMax: 100 }
  return ok(paginate(servers, call, (server) => presentDetails(panel, server), limits))
}

function showDetails(panel: Panel, call: Call): Answer {
  const server = panel.findServerByIdentifier(call.params.server)
  const meta = { is_server_owner: false, user_permissions: ['*', 'admin.websocket.errors', 'admin.websocket.install'] } // prettier-ignore
  return ok({ ...presentDetails(panel, server), meta })
}

function presentDetails(panel: Panel, server: ServerRecord): Item {
  const node = findNode(server.nodeId)!
  const { identifier, uuid, name, description, limits, featureLimits, status, image } = server
  return {
    object: 'server',
    attributes: {
      server_owner: false,
      identifier,
      internal_id: server.id,
      uuid,
      name,
      node: node.name,
      is_node_under_maintenance: panel.isInMaintenance(node.id),
      sftp_details: { ip: node.fqdn, port: 2022 },
      description,
      limits: { ...limits, oom_disabled: server.oomDisabled },
      invocation: invocationOf(panel, server),
      docker_image: image,
      egg_features: null,
      feature_limits: featureLimits,
      status,
      is_suspended: status === 'suspended',
      is_installing: status === 'installing',
      is_transferring: server.isTransferring,
      relationships: {
        allocations: listOf(panel.allocationsOf(server.id).map((row) => presentOwn(server, row))),
        variables: listOf(variablesOf(server)),
      },
    },
  }
} // prettier-ignore

function showResources(panel: Panel, call: Call): Answer {
  const server = panel.findServerByIdentifier(call.params.server)
  if (server.status !== 'suspended') usableServer(panel, call)
  const usage = usageOf(panel, server)
  return ok({
    object: 'stats',
    attributes: {
      current_state: server.power,
      is_suspended: server.status === 'suspended',
      resources: usage,
    },
  })
}

/** Figures that a server of this size could have; they grow with its time since start, and stand still while it is off. */
export function usageOf(panel: Panel, { power, limits, startedAt }: ServerRecord) {
  const isUp = power === 'running' || power === 'starting'
  const uptime = isUp && startedAt ? Math.max(0, panel.kit.nowMs() - Date.parse(startedAt)) : 0
  const seconds = Math.floor(uptime / 1000)
  return {
    memory_bytes: isUp ? Math.floor((limits.memory || 4096) * 1_000_000 * 0.42) : 0,
    cpu_absolute: isUp ? Number((6 + (seconds % 17) * 1.25).toFixed(3)) : 0,
    disk_bytes: 1_258_291_200,
    network_rx_bytes: isUp ? seconds * 18_500 : 0,
    network_tx_bytes: isUp ? seconds * 42_000 : 0,
    uptime,
  }
}

function switchPower(panel: Panel, call: Call): Answer {
  const server = usableServer(panel, call)
  const { signal } = validateBody(call.body, { signal: 'required|string|in:start,stop,restart,kill' })
  startPower(panel, server, String(signal))
  return noContent
}

function sendCommand(panel: Panel, call: Call): Answer {
  const server = usableServer(panel, call)
  const { command } = validateBody(call.body, { command: 'required|string|min:1' })
  if (server.power !== 'running') {
    const detail = 'Server must be online in order to send commands.'
    throw new Refusal(502, [{ code: 'HttpException', detail }])
  }
  runCommand(panel, server, String(command))
  return noContent
}

function registerStartupRoutes(router: Router): void {
  router.client('GET', '/servers/:server/startup', (panel, call) => {
    const server = usableServer(panel, call)
    return ok({
      ...listOf(variablesOf(server)),
      meta: {
        startup_command: invocationOf(panel, server),
        docker_images: findEgg(server.eggId)!.images,
        raw_startup_command: server.startup,
      },
    })
  })
  router.client('PUT', '/servers/:server/startup/variable', (panel, call) => {
    const server = usableServer(panel, call)
    const { key, value } = validateBody(call.body, { key: 'required|string', value: 'present|string' })
    const egg = findEgg(server.eggId)!
    const variable = egg.variables.find(({ env }) => env === key)
    if (!variable?.userViewable) throw displayed('BadRequestHttpException', 'The environment variable you are trying to edit does not exist.')
    if (!variable.userEditable) throw displayed('BadRequestHttpException', 'The environment variable you are trying to edit is read-only.')
    const failure = checkRules(value ?? null, variable.rules, 'value')
    if (failure) throw invalidField('value', failure.rule, failure.detail)
    const environment = { ...server.environment, [variable.env]: String(value ?? '') }
    const changed = panel.saveServer({ ...server, environment })
    const shown = variablesOf(changed).find(({ attributes }) => attributes.env_variable === key)
    return ok({ ...shown, meta: { startup_command: invocationOf(panel, changed), raw_startup_command: changed.startup } })
  }) // prettier-ignore
}

function variablesOf(server: ServerRecord) {
  const egg = findEgg(server.eggId)!
  return egg.variables
    .filter(({ userViewable }) => userViewable)
    .map((variable) => {
      const { name, description, env_variable, default_value, rules } = presentVariable(egg, variable)
        .attributes as Record<string, string>
      return {
        object: 'egg_variable',
        attributes: {
          name,
          description,
          env_variable,
          default_value,
          server_value: server.environment[variable.env] ?? variable.defaultValue,
          is_editable: variable.userEditable,
          rules,
        },
      }
    })
}

function invocationOf(panel: Panel, server: ServerRecord): string {
  const allocation = panel.allocation(server.allocationId)
  const values: Record<string, string | number> = {
    ...environmentOf(server),
    SERVER_MEMORY: server.limits.memory,
    SERVER_IP: allocation?.ip ?? '',
    SERVER_PORT: allocation?.port ?? '',
  }
  return server.startup.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? ''))
}

export function presentOwn(server: ServerRecord, { id, ip, alias, port, notes }: AllocationRecord) {
  const attributes = { id, ip, ip_alias: alias, port, notes, is_default: id === server.allocationId }
  return { object: 'allocation', attributes }
}
