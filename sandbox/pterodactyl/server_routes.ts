/** Servers on the application interface: read, suspend, reinstall, change, remove; and their databases. */
import { includesOf } from './catalogue_routes.ts'
import { findEgg } from './eggs.ts'
import { matchesFilters, paginate, sorted } from './pages.ts'
import type { Panel } from './panel.ts'
import { presentServer } from './present.ts'
import type { ServerRecord } from './records.ts'
import { daemonUnreachable, displayed, invalidField, stateConflict } from './refusal.ts'
import { type Answer, type Call, noContent, ok, type Router } from './routing.ts'
import { isRecord, validateBody } from './rules.ts'
import {
  checkedEnvironment,
  createServer,
  FEATURE_RULES,
  featureLimitsIn,
  LIMIT_RULES,
  limitsIn,
  refuseTakenExternalId,
} from './server_creation.ts'
import { sockets } from './sockets.ts'
import { forgetTasks, moved, startInstall } from './tasks.ts'

export function registerServerRoutes(router: Router): void {
  router.application('GET', '/servers', listServers)
  router.application('POST', '/servers', createServer)
  router.application('GET', '/servers/external/:external', (panel, call) =>
    ok(presentServer(panel, panel.findServerByExternalId(call.params.external), includesOf(call)))
  )
  router.application('GET', '/servers/:id', (panel, call) =>
    ok(presentServer(panel, panel.findServer(call.params.id), includesOf(call)))
  )
  router.application('PATCH', '/servers/:id/details', changeDetails)
  router.application('PATCH', '/servers/:id/build', changeBuild)
  router.application('PATCH', '/servers/:id/startup', changeStartup)
  router.application('POST', '/servers/:id/suspend', suspend)
  router.application('POST', '/servers/:id/unsuspend', unsuspend)
  router.application('POST', '/servers/:id/reinstall', reinstall)
  router.application('DELETE', '/servers/:id', (panel, call) => remove(panel, call, { isForced: false }))
  router.application('DELETE', '/servers/:id/force', (panel, call) => remove(panel, call, { isForced: true }))
}

function listServers(panel: Panel, call: Call): Answer {
  const servers = panel.servers.list({
    filter: ({ uuid, identifier, name, externalId, image }) =>
      matchesFilters(call, { uuid, uuidShort: identifier, name, external_id: externalId, image }),
  })
  return ok(paginate(sorted(servers, call), call, (server) => presentServer(panel, server, includesOf(call))))
}

/** An external id that is left out is written as none: that is how the panel takes it. */
function changeDetails(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  const body = validateBody(call.body, {
    external_id: 'nullable|string|between:1,191',
    name: 'required|string|min:1|max:191',
    user: 'required|integer',
    description: 'nullable|string',
  })
  if (!panel.findUser(Number(body.user)))
    throw invalidField('user', 'exists', 'The selected user is invalid.')
  const externalId = typeof body.external_id === 'string' ? body.external_id : null
  refuseTakenExternalId(panel, externalId, server.id)
  const description = typeof body.description === 'string' ? body.description : ''
  const named = { name: String(body.name), userId: Number(body.user), description }
  return ok(presentServer(panel, panel.saveServer({ ...server, ...named, externalId }), includesOf(call)))
}

/** No check of room, and a daemon that does not answer is passed over: that is how the panel takes it. */
function changeBuild(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  const body = validateBody(withNestedLimits(call.body), {
    allocation: 'required|integer',
    oom_disabled: 'nullable|boolean',
    add_allocations: 'nullable|array',
    remove_allocations: 'nullable|array',
    ...LIMIT_RULES,
    ...FEATURE_RULES,
  })
  const wanted = panel.allocation(Number(body.allocation))
  if (!wanted || wanted.serverId !== server.id) {
    throw displayed(
      'DisplayException',
      'The requested default allocation is not currently assigned to this server.'
    )
  }
  for (const id of listOfIds(body.add_allocations)) {
    const allocation = panel.allocation(id)
    if (allocation && allocation.serverId === null && allocation.nodeId === server.nodeId)
      panel.saveAllocation({ ...allocation, serverId: server.id })
  }
  for (const id of listOfIds(body.remove_allocations)) {
    const allocation = panel.allocation(id)
    if (allocation?.serverId !== server.id) continue
    if (id === wanted.id) {
      throw displayed(
        'DisplayException',
        'You are attempting to delete the default allocation for this server but there is no fallback allocation to use.'
      )
    }
    panel.saveAllocation({ ...allocation, serverId: null })
  }
  const changed = panel.saveServer({
    ...server,
    allocationId: wanted.id,
    limits: limitsIn(body),
    featureLimits: featureLimitsIn(body),
    oomDisabled: body.oom_disabled === undefined ? server.oomDisabled : Boolean(body.oom_disabled),
  })
  return ok(presentServer(panel, changed, includesOf(call)))
}

/** Another egg is only noted: nothing is installed anew. */
function changeStartup(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  const body = validateBody(call.body, {
    startup: 'required|string',
    environment: 'present|array',
    egg: 'required|integer',
    image: 'required|string|max:191|regex:/^~?[\\w.\\/\\-:@ ]*$/',
    skip_scripts: 'present|boolean',
  })
  const egg = findEgg(Number(body.egg))
  if (!egg) throw invalidField('egg', 'exists', 'The selected egg is invalid.')
  const changed = panel.saveServer({
    ...server,
    startup: String(body.startup),
    environment: checkedEnvironment(egg, body.environment),
    eggId: egg.id,
    image: String(body.image),
    skipScripts: Boolean(body.skip_scripts),
  })
  return ok(presentServer(panel, changed, includesOf(call)))
}

function suspend(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  if (server.status === 'suspended') return noContent
  refuseTransfer(server)
  if (panel.kit.faults.strikes('daemon_down', call)) throw daemonUnreachable()
  panel.saveServer({ ...moved(panel, server, 'offline'), status: 'suspended' })
  return noContent
}

function unsuspend(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  if (server.status !== 'suspended') return noContent
  refuseTransfer(server)
  if (panel.kit.faults.strikes('daemon_down', call)) throw daemonUnreachable()
  panel.saveServer({ ...server, status: null })
  return noContent
}

function reinstall(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  if (panel.kit.faults.strikes('daemon_down', call)) throw daemonUnreachable()
  startInstall(panel, server, { call, isStarted: server.power === 'running' })
  return noContent
}

function remove(panel: Panel, call: Call, { isForced }: { isForced: boolean }): Answer {
  const server = panel.findServer(call.params.id)
  if (!isForced && panel.kit.faults.strikes('daemon_down', call)) throw daemonUnreachable()
  removeServer(panel, server)
  return noContent
}

export function removeServer(panel: Panel, server: ServerRecord): void {
  forgetTasks(panel, server.id)
  for (const allocation of panel.allocationsOf(server.id))
    panel.saveAllocation({ ...allocation, serverId: null, notes: null })
  const ownedBy = { filter: ({ serverId }: { serverId: number }) => serverId === server.id }
  for (const { id } of panel.databases.list(ownedBy)) panel.databases.remove(String(id))
  for (const { uuid } of panel.backups.list(ownedBy)) panel.backups.remove(uuid)
  for (const { id } of panel.schedules.list(ownedBy)) panel.schedules.remove(String(id))
  panel.servers.remove(String(server.id))
  sockets.tell(server.uuid, 'deleted', [])
}

function refuseTransfer(server: ServerRecord): void {
  if (server.isTransferring)
    throw stateConflict('Cannot toggle suspension status on a server that is currently being transferred.')
}

/** Older callers put the limits at the top of the body. */
function withNestedLimits(body: unknown): unknown {
  if (!isRecord(body) || isRecord(body.limits)) return body
  const { memory, swap, disk, io, cpu, threads } = body
  return { ...body, limits: { memory, swap, disk, io, cpu, threads } }
}

function listOfIds(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : []
}
