/** Who may use a machine: granted, suspended, taken away. */
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import { presentAccess } from './present.ts'
import type { AccessRecord } from './records.ts'
import { conflict, ignored, invalid, notFound } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { idIn, isTrue, readBody } from './validation.ts'

const PATH = '/server/:id/access'

export function registerAccessRoutes(router: Router): void {
  router.on('GET', PATH, (panel, call) => {
    const { id } = panel.findServer(call.params.id)
    const wanted = call.query.is_primary
    const found = panel
      .accessesOf(id)
      .filter((access) => wanted === undefined || access.isPrimary === isTrue(wanted))
    return paged(
      found.map((access) => presentAccess(panel, access)),
      call
    )
  })
  router.on('POST', PATH, grant)
  router.on('PATCH', `${PATH}/:access`, editAccess)
  router.on('DELETE', `${PATH}/:access`, (panel, call) => {
    panel.accesses.remove(String(accessOf(panel, call).id))
    return { data: null, text: 'Access removed.' }
  })
}

export function newAccess(
  panel: Installation,
  access: Omit<AccessRecord, 'id' | 'isActive' | 'suspensionReason'>
): AccessRecord {
  const id = panel.nextId('access')
  return panel.accesses.insert(String(id), { ...access, id, isActive: true, suspensionReason: null })
}

function grant(panel: Installation, call: Call): Answer {
  const server = panel.findServer(call.params.id)
  const body = readBody(call.body, { client: 'object', pxe: 'bool?', ipmi: 'bool?', switch: 'bool?' })
  const client = panel.findClient(idIn(body.client))
  const known = panel.accessesOf(server.id)
  if (known.some(({ clientId }) => clientId === client.id)) throw conflict('The client has access already.')
  const access = newAccess(panel, {
    serverId: server.id,
    clientId: client.id,
    isPrimary: known.length === 0,
    pxe: body.pxe === true,
    ipmi: body.ipmi === true,
    switch: body.switch === true,
  })
  return { data: presentAccess(panel, access), text: 'Access granted.' }
}

/** Suspending shuts the switch port and the client's controls; lifting it opens them again. */
function editAccess(panel: Installation, call: Call): Answer {
  const access = accessOf(panel, call)
  const body = readBody(call.body, {
    is_active: 'bool?',
    suspension_reason: 'string?',
    auto: 'bool?',
    pxe: 'bool?',
    ipmi: 'bool?',
    switch: 'bool?',
  })
  const client = panel.clients.get(String(access.clientId))
  if (body.auto === true && body.is_active === false && client?.isVip) throw ignored()
  if (body.is_active === false && !body.suspension_reason) throw invalid('The suspension reason is required.')
  const isActive = typeof body.is_active === 'boolean' ? body.is_active : access.isActive
  const saved = panel.accesses.put(String(access.id), {
    ...access,
    isActive,
    suspensionReason: isActive ? null : String(body.suspension_reason ?? access.suspensionReason ?? ''),
    pxe: typeof body.pxe === 'boolean' ? body.pxe : access.pxe,
    ipmi: typeof body.ipmi === 'boolean' ? body.ipmi : access.ipmi,
    switch: typeof body.switch === 'boolean' ? body.switch : access.switch,
  })
  const server = panel.servers.get(String(access.serverId))
  if (server && access.isPrimary) panel.saveServer({ ...server, isPortOn: isActive })
  return { data: presentAccess(panel, saved), text: 'Access saved.' }
}

function accessOf(panel: Installation, call: Call): AccessRecord {
  const { id } = panel.findServer(call.params.id)
  const access = panel.accesses.get(call.params.access ?? '')
  if (!access || access.serverId !== id) throw notFound('Access')
  return access
}
