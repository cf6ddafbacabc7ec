/** POST /server/provision: hands one free machine, already racked, to a client and queues its first reload. */
import { newAccess } from './access_routes.ts'
import { type Coded, EDITIONS, findCoded, GROUPS, PORT_SPEEDS, PROFILES } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { presentServer } from './present.ts'
import type { EntityRecord, ServerRecord } from './records.ts'
import { conflict, invalid } from './refusal.ts'
import { queueInstall } from './reloads.ts'
import type { Answer, Call, Router } from './routing.ts'
import { bitsOf } from './traffic.ts'
import { type Fields, idIn, isRecord, readBody, type Shape } from './validation.ts'

/** Two shapes are in use: by our codes, and by the installation's ids. */
const SHAPE: Shape = {
  client_id: 'int?',
  server_id: 'int?',
  ips_billing: 'string?',
  pxe_profile_billing: 'string?',
  port_speed_billing: 'string?',
  client: 'object?',
  server: 'object?',
  group: 'object?',
  entities: 'ints?',
  switch: 'object?',
  profile: 'object?',
  edition: 'object?',
  license_key: 'string?',
  disk: 'object?',
  nickname: 'string?',
  password: 'string?',
  access: 'object?',
  billing: 'object?',
}

export function registerProvision(router: Router): void {
  router.on('POST', '/server/provision', provision)
}

function provision(panel: Installation, call: Call): Answer {
  const body = readBody(call.body, SHAPE)
  const clientId = body.client_id ?? idIn(body.client)
  const serverId = body.server_id ?? idIn(body.server)
  if (clientId === undefined) throw invalid('The client field is required.')
  if (serverId === undefined) throw invalid('The server field is required.')
  const client = panel.findClient(clientId)
  const server = panel.findServer(String(serverId))
  const profile = profileOf(body)
  const speed = body.port_speed_billing
    ? coded(PORT_SPEEDS, body.port_speed_billing, 'port speed')
    : PORT_SPEEDS.find(({ id }) => isRecord(body.switch) && id === idIn(body.switch.speed))
  const billing = readBilling(body)
  if (panel.kit.faults.strikes('provision_raced', call)) throw conflict('The server is not available.')
  if (!panel.isAvailable(server)) throw conflict('The server is not available.')
  const entities = freeEntities(panel, body, server)

  newAccess(panel, { serverId: server.id, clientId: client.id, isPrimary: true, ...permissions(body) })
  for (const entity of entities) panel.entities.put(String(entity.id), { ...entity, serverId: server.id })
  const handed = panel.saveServer({
    ...server,
    nickname: typeof body.nickname === 'string' && body.nickname !== '' ? body.nickname : server.srvId,
    billingId: billing.id,
    portSpeedId: speed?.id ?? server.portSpeedId,
    isPortOn: true,
    isPoweredOn: true,
    bandwidth: { id: panel.nextId('usage'), maxBits: billing.maxBits, startedAt: panel.stamp() },
  })
  const password = typeof body.password === 'string' && body.password !== '' ? body.password : null
  if (profile) queueInstall(panel, call, { server: handed, profileId: profile.id, password })
  return { data: { server: presentServer(panel, handed) }, text: 'Server provisioned.' }
}

function profileOf(body: Fields) {
  if (body.pxe_profile_billing) return coded(PROFILES, body.pxe_profile_billing, 'pxe profile')
  const profile = PROFILES.find(({ id }) => id === idIn(body.profile))
  if (profile?.isoId && !EDITIONS.some(({ id }) => id === idIn(body.edition))) {
    throw invalid('The edition field is required for this profile.')
  }
  return profile
}

export function coded<T extends Coded>(list: T[], code: unknown, what: string): T {
  const found = findCoded(list, code)
  if (!found) throw invalid(`No ${what} has the billing id "${String(code)}".`)
  return found
}

/** One block of the wanted code at the machine's place, or the blocks that were named. */
function freeEntities(panel: Installation, body: Fields, server: ServerRecord): EntityRecord[] {
  const isFree = (entity: EntityRecord) => entity.serverId === null && entity.groupId === server.groupId
  if (Array.isArray(body.entities)) {
    return body.entities.map((id) => {
      const entity = panel.entities.get(String(id))
      if (!entity || !isFree(entity)) throw conflict('The entity is in use.')
      return entity
    })
  }
  if (!body.ips_billing) return []
  const [entity] = panel.entities.list({
    filter: (candidate) => isFree(candidate) && candidate.billingCode === body.ips_billing,
    limit: 1,
  })
  if (!entity) {
    const place = GROUPS.find(({ id }) => id === server.groupId)?.name ?? ''
    throw conflict(`No available IP entity "${String(body.ips_billing)}" in ${place}.`)
  }
  return [entity]
}

function readBilling(body: Fields): { id: string | null; maxBits: number | null } {
  const billing = isRecord(body.billing) ? body.billing : {}
  const maxBits = bitsOf(String(billing.max_bandwidth ?? ''))
  if (maxBits === undefined) throw invalid('The max bandwidth format is invalid.')
  if (billing.id !== undefined && billing.id !== null && typeof billing.id !== 'string') {
    throw invalid('The billing id must be a text.')
  }
  return { id: typeof billing.id === 'string' && billing.id !== '' ? billing.id : null, maxBits }
}

function permissions(body: Fields): { pxe: boolean; ipmi: boolean; switch: boolean } {
  const access = isRecord(body.access) ? body.access : {}
  return { pxe: access.pxe === true, ipmi: access.ipmi === true, switch: access.switch === true }
}
