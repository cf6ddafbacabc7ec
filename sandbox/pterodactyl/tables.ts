/** What the console shows of the panel. */
import type { Table } from '../core/system.ts'
import { findEgg } from './eggs.ts'
import { ceiling, findNode, NODES } from './nodes.ts'
import type { Panel } from './panel.ts'
import type { ServerRecord } from './records.ts'

export function serverTable(panel: Panel): Table {
  return {
    name: 'servers',
    title: 'Game servers',
    columns: ['Id', 'Name', 'External id', 'Game', 'State', 'Address', 'Size', 'Node', 'Owner', 'Created'],
    rows: panel.servers.list({ newestFirst: true }).map((server) => {
      const { limits } = server
      const allocation = panel.allocation(server.allocationId)
      const act = (label: string, what: string) => ({
        label,
        method: 'POST' as const,
        url: `/_pterodactyl/servers/${server.id}/${what}`,
      })
      return {
        cells: [
          server.id,
          server.name,
          server.externalId,
          findEgg(server.eggId)?.name ?? null,
          stateOf(server),
          allocation ? `${allocation.ip}:${allocation.port}` : null,
          `${limits.memory}\u00a0MB, ${limits.disk}\u00a0MB, ${limits.cpu}\u00a0%`,
          findNode(server.nodeId)?.name ?? null,
          panel.findUser(server.userId)?.email ?? null,
          server.createdAt,
        ],
        actions: [
          server.power === 'offline' ? act('Start', 'start') : act('Crash', 'crash'),
          act('Double memory', 'grow'),
          act('Remove', 'vanish'),
        ],
      }
    }),
  }
}

export function userTable(panel: Panel): Table {
  const servers = panel.servers.list()
  return {
    name: 'users',
    title: 'Panel users',
    columns: ['Id', 'External id', 'User name', 'Name', 'E-mail', 'Servers', 'Created'],
    rows: panel.users.list({ newestFirst: true }).map((user) => ({
      cells: [
        user.id,
        user.externalId,
        user.username,
        `${user.firstName} ${user.lastName}`,
        user.email,
        servers.filter(({ userId }) => userId === user.id).length,
        user.createdAt,
      ],
    })),
  }
}

export function nodeTable(panel: Panel): Table {
  const free = Map.groupBy(
    panel.allocations.list({ filter: ({ serverId }) => serverId === null }),
    ({ nodeId }) => nodeId
  )
  return {
    name: 'nodes',
    title: 'Nodes',
    columns: ['Id', 'Node', 'Public', 'Maintenance', 'Memory (MB)', 'Disk (MB)', 'Free ports'],
    rows: NODES.map((node) => {
      const { memory, disk } = panel.promised(node.id)
      return {
        cells: [
          node.id,
          node.name,
          node.isPublic,
          panel.isInMaintenance(node.id),
          `${memory} / ${ceiling(node.memory, node.memoryOverallocate)}`,
          `${disk} / ${ceiling(node.disk, node.diskOverallocate)}`,
          `${free.get(node.id)?.length ?? 0}`,
        ],
        actions: [
          {
            label: 'Maintenance',
            method: 'POST' as const,
            url: `/_pterodactyl/nodes/${node.id}/maintenance`,
          },
        ],
      }
    }),
  }
}

function stateOf({ status, power }: ServerRecord): string {
  return status === null ? power : status.replaceAll('_', ' ')
}
