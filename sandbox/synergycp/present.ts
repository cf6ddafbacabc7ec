/** Our records in the vendor's words. */
import { type Coded, EDITIONS, findPart, GROUPS, PORT_SPEEDS, PROFILES } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { progressOf } from './reloads.ts'
import type { AccessRecord, ClientRecord, EntityRecord, InstallRecord, ServerRecord } from './records.ts'
import { usageNow } from './traffic.ts'

export function presentCoded({ id, name, billingId }: Coded) {
  return { id, name, billing_id: billingId }
}

export function presentProfile(profile: (typeof PROFILES)[number]) {
  return {
    ...presentCoded(profile),
    iso: profile.isoId === null ? null : { id: profile.isoId },
    access_client: profile.accessClient,
    time_until_marked_failed: profile.minutesUntilFailed,
  }
}

export function presentEdition({ id, key, name, isEnabled }: (typeof EDITIONS)[number]) {
  return { id, key, name, is_enabled: isEnabled }
}

export function presentClient(client: ClientRecord) {
  const { id, email, first, last, billingId, isVip } = client
  return {
    id,
    name: `${first} ${last}`.trim(),
    first,
    last,
    email,
    billing_id: billingId,
    billing: { id: billingId, integration: { id: 1 }, ignoreAutoSuspend: isVip },
  }
}

export function presentAccess(panel: Installation, access: AccessRecord) {
  const client = panel.clients.get(String(access.clientId))
  return {
    id: access.id,
    is_primary: access.isPrimary,
    is_active: access.isActive,
    suspension_reason: access.suspensionReason,
    pxe: access.pxe,
    ipmi: access.ipmi,
    switch: access.switch,
    client: client ? { id: client.id, name: `${client.first} ${client.last}`.trim() } : null,
  }
}

export function presentServer(panel: Installation, server: ServerRecord) {
  const group = GROUPS.find(({ id }) => id === server.groupId)
  const access = panel.primaryAccess(server.id)
  const part = (id: number) => {
    const found = findPart(id)
    return found ? { id: found.id, name: found.name, billing_id: found.billingId } : null
  }
  return {
    id: server.id,
    srv_id: server.srvId,
    nickname: server.nickname,
    cpu: part(server.cpuId),
    mem: part(server.memId),
    // An empty bay is a part called None.
    disks: server.diskIds.map((id) => part(id) ?? { id: 0, name: 'None', billing_id: null }),
    addons: server.addonIds.map(part),
    hdd_counts: hddCounts(server),
    group: group ? { id: group.id, name: group.name } : null,
    is_pxe_ready: server.isPxeReady,
    boot_mode: server.bootMode,
    launch_kvm: 'containerized_console',
    billing: server.billingId === null ? null : { id: server.billingId, integration: { id: 1 } },
    usage: server.bandwidth ? usageOf(panel, server) : null,
    access: access ? presentAccess(panel, access) : null,
  }
}

export function presentPort(server: ServerRecord) {
  const speed = PORT_SPEEDS.find(({ id }) => id === server.portSpeedId)
  return {
    id: server.portId,
    mac: server.isPxeReady ? server.mac : null,
    power: server.isPortOn ? 'on' : 'off',
    switch: {
      id: server.switchId,
      name: `sw${server.switchId}`,
      port: { id: server.switchPortId, name: `xe-0/0/${server.id % 48}` },
      speed: speed ? { id: speed.id, name: speed.name } : null,
    },
  }
}

export function presentEntity(entity: EntityRecord) {
  const group = GROUPS.find(({ id }) => id === entity.groupId)
  const [a, b, c, last] = entity.network.split('.').map(Number)
  const host = (offset: number) => `${a}.${b}.${c}.${(last ?? 0) + offset}`
  return {
    id: entity.id,
    name: entity.name,
    url: `entity/${entity.id}`,
    address: host(2),
    full_ip: `${entity.network}/${entity.prefix}`,
    gateway: host(1),
    subnet_mask: '255.255.255.248',
    v6_address: `${entity.v6}/64`,
    v6_gateway: `${entity.v6}1`,
    vlan: entity.vlan,
    group: group ? { id: group.id, name: group.name } : null,
    billing_id: entity.billingCode,
    server: entity.serverId === null ? null : { id: entity.serverId },
  }
}

export function presentInstall(panel: Installation, install: InstallRecord) {
  const profile = PROFILES.find(({ id }) => id === install.profileId)
  const server = panel.servers.get(String(install.serverId))
  const { percent, updatedAt } = progressOf(panel, install)
  return {
    id: install.id,
    server: { id: install.serverId, name: server?.nickname ?? '' },
    profile: { id: install.profileId, name: profile?.name ?? '' },
    percent,
    status: install.status === 'failed' ? 'Failed' : install.status === 'queued' ? 'Queued' : 'Installing',
    started_at: install.startedAt,
    updated_at: updatedAt,
  }
}

function usageOf(panel: Installation, server: ServerRecord) {
  const usage = usageNow(panel, server)
  return usage ? { used: usage.used, max: usage.max } : null
}

function hddCounts(server: ServerRecord): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const id of server.diskIds) {
    const name = findPart(id)?.name
    if (name) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
