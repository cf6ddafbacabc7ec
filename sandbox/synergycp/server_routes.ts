/** Machines: finding them, editing them, giving them back. */
import { findPart, GROUPS } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import { presentServer } from './present.ts'
import type { ServerRecord } from './records.ts'
import { conflict, ignored, invalid } from './refusal.ts'
import { forgetInstalls } from './reloads.ts'
import { type Answer, type Call, reachServer, type Router } from './routing.ts'
import { isRecord, isTrue, listIn, readBody } from './validation.ts'

export function registerServerRoutes(router: Router): void {
  router.onAny('GET', '/server', (panel, call) =>
    paged(
      matchingServers(panel, call).map((server) => presentServer(panel, server)),
      call
    )
  )
  router.onAny('GET', '/server/:id', (panel, call) => ({
    data: presentServer(panel, reachServer(panel, call)),
  }))
  router.on('PATCH', '/server/:id', editServers)
}

function matchingServers(panel: Installation, call: Call): ServerRecord[] {
  const { query } = call
  const isFull = isTrue(query.available) && panel.kit.faults.strikes('panel_full', call)
  return panel.servers.list({
    filter: (server) =>
      !isFull &&
      isVisible(panel, call, server) &&
      (query.billing_id === undefined || server.billingId === query.billing_id) &&
      (!isTrue(query.available) || panel.isAvailable(server)) &&
      (!isTrue(query.inventory) || panel.primaryAccess(server.id) === undefined) &&
      (query.integration_id !== 'me' || server.billingId !== null) &&
      hasParts(server, query),
  })
}

function isVisible(panel: Installation, call: Call, server: ServerRecord): boolean {
  return (
    call.clientId === null || panel.accessesOf(server.id).some(({ clientId }) => clientId === call.clientId)
  )
}

/** `parts[exact]`: a machine with one disk more than named does not match. Codes and ids both do. */
function hasParts(server: ServerRecord, query: Record<string, unknown>): boolean {
  const group = GROUPS.find(({ id }) => id === server.groupId)
  const groupCodes = listIn(query, 'ip_group_billing')
  if (groupCodes && !groupCodes.includes(group?.billingId ?? '')) return false
  if (query.ip_group !== undefined && String(server.groupId) !== query.ip_group) return false
  const code = (id: number) => findPart(id)?.billingId ?? ''
  if (query.cpu_billing !== undefined && code(server.cpuId) !== query.cpu_billing) return false
  if (query.mem_billing !== undefined && code(server.memId) !== query.mem_billing) return false
  if (query.cpu !== undefined && String(server.cpuId) !== query.cpu) return false
  if (query.mem !== undefined && String(server.memId) !== query.mem) return false
  const disks = server.diskIds.filter((id) => id > 0)
  const isExact = isTrue(query['parts[exact]'])
  return (
    holds(disks.map(code), listIn(query, 'disks_billing'), isExact) &&
    holds(disks.map(String), listIn(query, 'disks'), isExact) &&
    holds(server.addonIds.map(code), listIn(query, 'addons_billing'), false)
  )
}

function holds(present: string[], wanted: string[] | undefined, isExact: boolean): boolean {
  if (wanted === undefined) return true
  const left = [...present]
  for (const code of wanted) {
    const index = left.indexOf(code)
    if (index < 0) return false
    left.splice(index, 1)
  }
  return !isExact || left.length === 0
}

/** Several at once by ids with commas between them. */
function editServers(panel: Installation, call: Call): Answer {
  const servers = (call.params.id ?? '').split(',').map((id) => panel.findServer(id))
  const body = readBody(call.body, {
    wiped: 'bool?',
    auto: 'bool?',
    nickname: 'string?',
    billing: 'object?',
    boot_mode: 'string?',
  })
  if (body.wiped === true) return wipe(panel, call, { servers, isAutomatic: body.auto === true })
  const billing = isRecord(body.billing) ? body.billing : null
  const saved = servers.map((server) =>
    panel.saveServer({
      ...server,
      nickname: typeof body.nickname === 'string' ? body.nickname : server.nickname,
      billingId: billing && 'id' in billing ? textOrNull(billing.id) : server.billingId,
    })
  )
  return { data: presentServer(panel, saved[0]!), text: 'Server saved.' }
}

function wipe(
  panel: Installation,
  call: Call,
  { servers, isAutomatic }: { servers: ServerRecord[]; isAutomatic: boolean }
): Answer {
  if (panel.kit.faults.strikes('wipe_refused', call)) throw conflict('The server is locked by staff.')
  for (const server of servers) {
    const access = panel.primaryAccess(server.id)
    if (isAutomatic && access && panel.clients.get(String(access.clientId))?.isVip) throw ignored()
  }
  for (const server of servers) giveBack(panel, server)
  return { data: presentServer(panel, panel.findServer(String(servers[0]!.id))), text: 'Server wiped.' }
}

/** Into the inventory again: no client, no addresses, no power. What is on the disks stays there. */
export function giveBack(panel: Installation, server: ServerRecord): void {
  for (const access of panel.accessesOf(server.id)) panel.accesses.remove(String(access.id))
  for (const entity of panel.entitiesOf(server.id)) {
    panel.entities.put(String(entity.id), { ...entity, serverId: null })
  }
  forgetInstalls(panel, server.id)
  panel.saveServer({
    ...server,
    nickname: 'EMPTY',
    billingId: null,
    bandwidth: null,
    hasIpmiUser: false,
    isPoweredOn: false,
    isPortOn: false,
  })
}

function textOrNull(value: unknown): string | null {
  if (value === null || value === '') return null
  if (typeof value !== 'string') throw invalid('The billing id must be a text.')
  return value
}
