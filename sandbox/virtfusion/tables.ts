/** What the console shows of the panels. */
import type { Kit, Table } from '../core/system.ts'
import { Panel } from './panel.ts'
import { PANELS } from './panels.ts'
import { screenName } from './present_server.ts'
import type { ServerRecord } from './records.ts'

export function panelsOf(kit: Kit): Panel[] {
  return PANELS.map((spec) => new Panel(spec, kit))
}

export function allServers(kit: Kit): { panel: Panel; server: ServerRecord }[] {
  return panelsOf(kit).flatMap((panel) =>
    panel.servers.list({ newestFirst: true }).map((server) => ({ panel, server }))
  )
}

export function serverTable(kit: Kit): Table {
  return {
    name: 'servers',
    title: 'Servers',
    columns: ['Panel', 'Id', 'Name', 'State', 'Address', 'Size', 'System', 'Owner', 'Created'],
    rows: allServers(kit).map(({ panel, server }) => {
      const { memoryMb, storageGb, cpuCores } = server.sizes
      const act = (label: string, what: string) => ({
        label,
        method: 'POST' as const,
        url: `/_virtfusion/${panel.spec.slug}/servers/${server.id}/${what}`,
      })
      return {
        cells: [
          panel.spec.slug,
          server.id,
          server.name || server.hostname,
          stateOf(server),
          server.ipv4.map((record) => record.address).join(', '),
          `${cpuCores}\u00a0vCPU, ${memoryMb / 1024}\u00a0GB, ${storageGb}\u00a0GB`,
          screenName(server),
          panel.findUser(server.ownerId)?.name ?? null,
          server.createdAt,
        ],
        actions: [
          server.running ? act('Power off', 'power_off') : act('Power on', 'power_on'),
          server.isProtected ? act('Unprotect', 'unprotect') : act('Protect', 'protect'),
          act('Remove', 'vanish'),
        ],
      }
    }),
  }
}

export function userTable(kit: Kit): Table {
  return {
    name: 'users',
    title: 'Panel users',
    columns: ['Panel', 'Id', 'External id', 'Name', 'E-mail', 'Servers', 'Created'],
    rows: panelsOf(kit).flatMap((panel) => {
      const servers = panel.servers.list()
      return panel.users.list({ newestFirst: true }).map((user) => ({
        cells: [
          panel.spec.slug,
          user.id,
          user.extRelationId ?? user.relStr,
          user.name,
          user.email,
          servers.filter((server) => server.ownerId === user.id).length,
          user.createdAt,
        ],
      }))
    }),
  }
}

export function hostTable(kit: Kit): Table {
  return {
    name: 'hypervisors',
    title: 'Hypervisors',
    columns: ['Panel', 'Group', 'Hypervisor', 'Servers', 'Cores', 'Memory (GB)', 'Storage (GB)', 'Accepts'],
    rows: panelsOf(kit).flatMap((panel) => {
      const servers = panel.servers.list()
      return panel.spec.hypervisors.map((host) => {
        const own = servers.filter((server) => server.hypervisorId === host.id)
        const sum = (pick: (server: ServerRecord) => number) =>
          own.reduce((total, server) => total + pick(server), 0)
        return {
          cells: [
            panel.spec.slug,
            panel.spec.groups.find((group) => group.id === host.groupId)?.name ?? null,
            host.name,
            `${own.length} / ${host.maxServers}`,
            `${sum((server) => server.sizes.cpuCores)} / ${host.maxCpuCores}`,
            `${sum((server) => server.sizes.memoryMb) / 1024} / ${host.maxMemoryMb / 1024}`,
            `${sum((server) => server.sizes.storageGb)} / ${host.maxStorageGb}`,
            host.enabled && !host.maintenance,
          ],
        }
      })
    }),
  }
}

/** One word for the console; the vendor's fields behind it are in the answers. */
function stateOf(server: ServerRecord): string {
  if (server.deleteAt !== null) return 'deleting'
  if (server.task !== null) return server.task.stuck ? 'stuck' : `${server.task.action}…`
  if (server.buildFailed) return 'build failed'
  if (server.suspended) return 'suspended'
  if (server.builtAt === null) return 'reserved'
  return server.running ? 'running' : 'stopped'
}
