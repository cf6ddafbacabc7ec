/** Places, parts, port speeds, reload profiles, blocks of addresses and settings. */
import { EDITIONS, findPart, GROUPS, PART_TYPES, PARTS, PORT_SPEEDS, PROFILES } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import { presentCoded, presentEdition, presentEntity, presentProfile } from './present.ts'
import type { EntityRecord } from './records.ts'
import { conflict, invalid, notFound } from './refusal.ts'
import { type Answer, type Call, type Router } from './routing.ts'
import { isRecord, isTrue, listIn, readBody } from './validation.ts'

export function registerCatalogueRoutes(router: Router): void {
  router.on('GET', '/group', (panel, call) => {
    const hasStock = (groupId: number) =>
      panel.servers.list({ filter: (server) => server.groupId === groupId && panel.isAvailable(server) })
        .length > 0
    const groups = isTrue(call.query.inventory) ? GROUPS.filter(({ id }) => hasStock(id)) : GROUPS
    return paged(groups.map(presentCoded), call)
  })
  router.on('GET', '/part', listParts)
  router.on('GET', '/port-speed', (_panel, call) => paged(PORT_SPEEDS.map(presentCoded), call))
  router.onAny('GET', '/pxe/profile', (_panel, call) => {
    const shown = PROFILES.filter((profile) => call.clientId === null || profile.accessClient)
    return paged(shown.map(presentProfile), call)
  })
  router.onAny('GET', '/pxe/iso/:iso/edition', (_panel, call) => {
    const editions = EDITIONS.filter(
      (edition) =>
        String(edition.isoId) === call.params.iso && (edition.isEnabled || !isTrue(call.query.is_enabled))
    )
    return paged(editions.map(presentEdition), call)
  })
  router.on('GET', '/entity', (panel, call) => paged(matchingEntities(panel, call).map(presentEntity), call))
  router.on('PATCH', '/entity/:entity', assignEntity)
  router.on('GET', '/server/control/type', () => ({ data: { data: [{ id: 1, name: 'IPMI' }] } }))
  router.on('GET', '/setting-group/1', (_panel, call) => ({
    data: { id: 1, settings: [{ slug: 'admin_url', value: `${call.host}/synergycp/admin` }] },
  }))
}

/** Narrowed by what is still in stock when `inventory[...]` names a place or other parts. */
function listParts(panel: Installation, call: Call): Answer {
  const type = call.query.part_type
  if (type !== undefined && !PART_TYPES.some((known) => known === type)) {
    throw invalid('The selected part_type is invalid.')
  }
  const wanted = {
    group: call.query['inventory[ip_group]'],
    cpu: call.query['inventory[cpu]'],
    mem: call.query['inventory[mem]'],
  }
  const isNarrowed = Object.values(wanted).some((value) => value !== undefined)
  const stock = panel.servers.list({
    filter: (server) =>
      panel.isAvailable(server) &&
      (wanted.group === undefined || String(server.groupId) === wanted.group) &&
      (wanted.cpu === undefined || String(server.cpuId) === wanted.cpu) &&
      (wanted.mem === undefined || String(server.memId) === wanted.mem),
  })
  const inStock = new Set(stock.flatMap((server) => [server.cpuId, server.memId, ...server.diskIds]))
  const parts = PARTS.filter(
    (part) => (type === undefined || part.type === type) && (!isNarrowed || inStock.has(part.id))
  )
  return paged(parts.map(presentCoded), call)
}

/** `server=none` or `available=true` are free blocks, `server=12` those of a machine. */
function matchingEntities(panel: Installation, { query }: Call): EntityRecord[] {
  const groupCodes = listIn(query, 'group[billing]')
  const wantedGroups = GROUPS.filter(
    (group) =>
      (groupCodes === undefined || groupCodes.includes(group.billingId)) &&
      (query.ip_group === undefined || String(group.id) === query.ip_group)
  ).map(({ id }) => id)
  const isFreeOnly = isTrue(query.available) || query.server === 'none'
  return panel.entities.list({
    filter: (entity) =>
      wantedGroups.includes(entity.groupId) &&
      (query.billing_id === undefined || entity.billingCode === query.billing_id) &&
      (!isFreeOnly || entity.serverId === null) &&
      (query.server === undefined || query.server === 'none' || String(entity.serverId) === query.server),
  })
}

function assignEntity(panel: Installation, call: Call): Answer {
  const entity = panel.entities.get(call.params.entity ?? '')
  if (!entity) throw notFound('Entity')
  const { owner } = readBody(call.body, { owner: 'object?' })
  if (!isRecord(owner)) {
    panel.entities.put(String(entity.id), { ...entity, serverId: null })
    return { data: presentEntity({ ...entity, serverId: null }), text: 'Entity saved.' }
  }
  if (owner.type !== 'server.port') throw invalid('The owner type is invalid.')
  const [server] = panel.servers.list({ filter: ({ portId }) => portId === owner.id, limit: 1 })
  if (!server) throw notFound('Port')
  if (entity.serverId !== null && entity.serverId !== server.id) throw conflict('The entity is in use.')
  const saved = panel.entities.put(String(entity.id), { ...entity, serverId: server.id })
  return { data: presentEntity(saved), text: 'Entity saved.' }
}

export function partName(id: number): string {
  return findPart(id)?.name ?? 'None'
}
