/** What the console shows of the installation. */
import type { Kit, Table } from '../core/system.ts'
import { GROUPS, PROFILES } from './catalogue.ts'
import { partName } from './catalogue_routes.ts'
import { Installation } from './installation.ts'
import type { ServerRecord } from './records.ts'

export function serverTable(kit: Kit): Table {
  const panel = new Installation(kit)
  return {
    name: 'servers',
    title: 'Servers',
    columns: ['Id', 'Machine', 'Name', 'State', 'Place', 'Hardware', 'System', 'Addresses', 'Client'],
    rows: panel.servers.list().map((server) => {
      const access = panel.primaryAccess(server.id)
      const client = access && panel.clients.get(String(access.clientId))
      const act = (label: string, what: string) => ({
        label,
        method: 'POST' as const,
        url: `/_synergycp/servers/${server.id}/${what}`,
      })
      return {
        cells: [
          server.id,
          server.srvId,
          server.nickname,
          stateOf(panel, server),
          GROUPS.find(({ id }) => id === server.groupId)?.name ?? null,
          hardwareOf(server),
          PROFILES.find(({ id }) => id === server.profileId)?.name ?? null,
          panel
            .entitiesOf(server.id)
            .map(({ name }) => name)
            .join(', '),
          client ? `${client.first} ${client.last}`.trim() : null,
        ],
        actions: access
          ? [
              access.isActive ? act('Suspend', 'suspend') : act('Unsuspend', 'unsuspend'),
              act('Remove', 'vanish'),
            ]
          : [act(server.isPxeReady ? 'Set aside' : 'Put back', 'set_aside')],
      }
    }),
  }
}

export function clientTable(kit: Kit): Table {
  const panel = new Installation(kit)
  return {
    name: 'clients',
    title: 'Clients',
    columns: ['Id', 'Billing id', 'Name', 'E-mail', 'Servers', 'VIP', 'Created'],
    rows: panel.clients.list({ newestFirst: true }).map((client) => ({
      cells: [
        client.id,
        client.billingId,
        `${client.first} ${client.last}`.trim(),
        client.email,
        panel.accesses.list({ filter: ({ clientId }) => clientId === client.id }).length,
        client.isVip,
        client.createdAt,
      ],
      actions: [
        {
          label: client.isVip ? 'No VIP' : 'Make VIP',
          method: 'POST' as const,
          url: `/_synergycp/clients/${client.id}/vip`,
        },
      ],
    })),
  }
}

export function blockTable(kit: Kit): Table {
  const panel = new Installation(kit)
  return {
    name: 'blocks',
    title: 'Blocks of addresses',
    columns: ['Id', 'Block', 'Place', 'VLAN', 'Server'],
    rows: panel.entities.list().map((entity) => ({
      cells: [
        entity.id,
        entity.name,
        GROUPS.find(({ id }) => id === entity.groupId)?.name ?? null,
        entity.vlan,
        entity.serverId,
      ],
    })),
  }
}

function hardwareOf(server: ServerRecord): string {
  const disks = new Map<string, number>()
  for (const id of server.diskIds.filter((disk) => disk > 0)) {
    disks.set(partName(id), (disks.get(partName(id)) ?? 0) + 1)
  }
  const shown = [...disks].map(([name, count]) => `${count} × ${name}`)
  return [partName(server.cpuId), partName(server.memId), ...shown].join(', ')
}

function stateOf(panel: Installation, server: ServerRecord): string {
  const access = panel.primaryAccess(server.id)
  if (!access) return server.isPxeReady ? 'free' : 'set aside'
  if (!access.isActive) return 'suspended'
  const installs = panel.installsOf(server.id)
  if (installs.some(({ status }) => status === 'failed')) return 'install failed'
  if (installs.length > 0) return 'installing…'
  return server.profileId === null ? 'reserved' : 'running'
}
