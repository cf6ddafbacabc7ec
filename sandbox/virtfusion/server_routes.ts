/** A server from its reservation to its removal: build, read, list, delete. */
import { findTemplate, templateGroupsFor } from './catalogue.ts'
import { pageOf } from './catalogue_routes.ts'
import { paginate } from './pages.ts'
import type { Panel } from './panel.ts'
import { presentTemplateGroup } from './present_catalogue.ts'
import { presentServerOfUser } from './present_network.ts'
import { presentRemoteState, presentServerRow } from './present_server.ts'
import { presentQueueItem } from './present_user.ts'
import type { ServerRecord } from './records.ts'
import { conflict, locked, notFound } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { createServer } from './server_creation.ts'
import { scheduleDelete, startBuild } from './tasks.ts'
import { refusalOf, validate, type Rules } from './validation.ts'

const DELETE_DELAY_MINUTES_DEFAULT = 5
const DELETE_DELAY_MINUTES_MAX = 43_800

const HOSTNAME =
  /^(?=.{1,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/

const BUILD_RULES: Rules = {
  operatingSystemId: { type: 'int', required: true },
  name: { type: 'string', max: 63 },
  hostname: { type: 'string', pattern: HOSTNAME },
  sshKeys: { type: 'ints' },
  vnc: { type: 'bool' },
  ipv6: { type: 'bool' },
  email: { type: 'bool' },
  swap: { type: 'number', oneOf: [256, 512, 768, 1, 1.5, 2, 3, 4, 5, 6, 8] },
}

export function registerServerRoutes(router: Router): void {
  router.on('POST', '/servers', createServer)
  router.on('GET', '/servers', listServers)
  router.on('GET', '/servers/user/:id', (panel, call) => {
    if (!panel.findUser(Number(call.params.id))) throw notFound('user not found')
    const servers = panel.servers.list({ filter: (server) => String(server.ownerId) === call.params.id })
    return ok({ data: servers.map((server) => presentServerOfUser(server, panel.spec)) })
  })
  router.on('GET', '/servers/:id', readServer)
  router.on('DELETE', '/servers/:id', deleteServer)
  router.on('POST', '/servers/:id/build', buildServer)
  router.on('GET', '/servers/:id/templates', (panel, call) => {
    const { sizes } = panel.findServer(call.params.id)
    return ok({ data: templateGroupsFor(sizes).map((group) => presentTemplateGroup(group, panel.now())) })
  })
  router.on('GET', '/queue/:id', (panel, call) => {
    const item = panel.queue.get(call.params.id ?? '')
    if (!item) throw notFound('queue item not found')
    return ok({ data: presentQueueItem(item, panel.now()) })
  })
}

function buildServer(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  if (server.suspended) throw conflict('The server is suspended.')
  if (server.deleteAt !== null) throw conflict('The server is scheduled for deletion.')
  const fields = validate(call.body, BUILD_RULES)
  const template = findTemplate(Number(fields.operatingSystemId))
  const offered = templateGroupsFor(server.sizes).some((group) =>
    group.templates.some(({ id }) => id === template?.id)
  )
  if (!template || !offered) {
    throw refusalOf(new Map([['operatingSystemId', 'The selected operating system id is invalid.']]), 'map')
  }
  const sshKeyIds = Array.isArray(fields.sshKeys) ? fields.sshKeys.map(Number) : []
  if (sshKeyIds.some((id) => panel.sshKeys.get(String(id))?.userId !== server.ownerId)) {
    throw refusalOf(new Map([['sshKeys', 'The selected ssh keys is invalid.']]), 'map')
  }
  const asked: ServerRecord = {
    ...server,
    templateId: template.id,
    name: typeof fields.name === 'string' ? fields.name : server.name,
    hostname: typeof fields.hostname === 'string' ? fields.hostname : server.hostname,
    ipv6:
      fields.ipv6 === true
        ? (server.ipv6 ?? `${panel.spec.ipv6Prefix}:${server.id.toString(16)}::`)
        : server.ipv6,
    vnc: { ...server.vnc, enabled: fields.vnc === true },
    sshKeyIds,
  }
  const { server: building, password } = startBuild(panel, asked, call)
  const shown = panel.present(building)
  return ok({ data: { ...shown, settings: { ...shown.settings, decryptedPassword: password } } })
}

function readServer(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  const asksMachine = call.query.remoteState === 'true' || call.query.remoteState === '1'
  return ok({
    data: { ...panel.present(server), remoteState: asksMachine ? presentRemoteState(server) : false },
  })
}

function listServers(panel: Panel, call: Call): Answer {
  const type = call.query.type ?? 'simple'
  if (type !== 'simple' && type !== 'full') {
    throw refusalOf(new Map([['type', 'The selected type is invalid.']]), 'map')
  }
  const hosts = [call.query['hypervisorId[]'] ?? call.query.hypervisorId ?? []].flat().map(Number)
  const servers = panel.servers.list({
    filter: (server) => hosts.length === 0 || hosts.includes(server.hypervisorId),
  })
  const page = paginate(servers, pageOf(call))
  return ok({
    ...page,
    data: page.data.map((server) => (type === 'full' ? panel.present(server) : presentServerRow(server))),
  })
}

/** A stuck task does not hold a deletion up: that is how an operator gets rid of a server that never finishes. */
function deleteServer(panel: Panel, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  const delay = Number(call.query.delay ?? DELETE_DELAY_MINUTES_DEFAULT)
  if (!Number.isSafeInteger(delay) || delay < 0 || delay > DELETE_DELAY_MINUTES_MAX) {
    throw refusalOf(
      new Map([['delay', `The delay field must be between 0 and ${DELETE_DELAY_MINUTES_MAX}.`]]),
      'map'
    )
  }
  if (server.isProtected || panel.kit.faults.strikes('delete_refused', call)) {
    throw conflict('The server is protected and can not be deleted.')
  }
  if (server.task !== null && !server.task.stuck) throw locked()
  scheduleDelete(panel, server, delay)
  return { status: 204 }
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
