/** Where a new server fits, and how full each machine is. */
import type { HypervisorSpec, PanelSpec } from './panels.ts'
import type { ServerRecord, Sizes } from './records.ts'

export interface Allocation {
  servers: number
  memoryMb: number
  cpuCores: number
  storageGb: number
}

export function allocationOf(hypervisorId: number, servers: readonly ServerRecord[]): Allocation {
  const sum: Allocation = { servers: 0, memoryMb: 0, cpuCores: 0, storageGb: 0 }
  for (const server of servers) {
    if (server.hypervisorId !== hypervisorId) continue
    sum.servers += 1
    sum.memoryMb += server.sizes.memoryMb
    sum.cpuCores += server.sizes.cpuCores
    sum.storageGb += server.sizes.storageGb
  }
  return sum
}

export type Placement = { fits: true; hypervisor: HypervisorSpec } | { fits: false; reason: string }

type Shortage = 'servers' | 'memory' | 'cpu cores' | 'storage'

/** The fullest wording wins: the panel names the first resource that no machine of the group can offer. */
const SHORTAGES: Shortage[] = ['servers', 'memory', 'cpu cores', 'storage']

/** Picks the machine of the group with the most free memory, as the panel's default distribution does. */
export function place(
  panel: PanelSpec,
  groupId: number,
  need: Sizes,
  servers: readonly ServerRecord[]
): Placement {
  const open = panel.hypervisors.filter(
    (host) => host.groupId === groupId && host.enabled && !host.maintenance
  )
  if (open.length === 0) return { fits: false, reason: 'No hypervisor in the group accepts new servers.' }

  const rated = open
    .map((host) => ({ host, allocation: allocationOf(host.id, servers) }))
    .sort((a, b) => freeMemoryMb(b) - freeMemoryMb(a))
  const fitting = rated.find(({ host, allocation }) => shortageOf(host, allocation, need) === null)
  if (fitting) return { fits: true, hypervisor: fitting.host }

  const missing = rated.map(({ host, allocation }) => shortageOf(host, allocation, need))
  const named = SHORTAGES.find((shortage) => missing.includes(shortage)) ?? 'memory'
  return { fits: false, reason: shortageMessage(named) }
}

/** Whether a server may grow on the machine it lives on; it cannot move to another one. */
export function growthShortage(
  host: HypervisorSpec,
  growth: Sizes,
  servers: readonly ServerRecord[]
): string | null {
  const shortage = shortageOf(host, { ...allocationOf(host.id, servers), servers: 0 }, growth)
  return shortage === null ? null : shortageMessage(shortage)
}

export function shortageMessage(shortage: Shortage): string {
  if (shortage === 'servers') return 'No hypervisor in the group can take another server.'
  return `No hypervisor in the group can fit the requested ${shortage}.`
}

function freeMemoryMb(rated: { host: HypervisorSpec; allocation: Allocation }): number {
  return rated.host.maxMemoryMb - rated.allocation.memoryMb
}

function shortageOf(host: HypervisorSpec, used: Allocation, need: Sizes): Shortage | null {
  if (used.servers + 1 > host.maxServers) return 'servers'
  if (used.memoryMb + need.memoryMb > host.maxMemoryMb) return 'memory'
  if (used.cpuCores + need.cpuCores > host.maxCpuCores) return 'cpu cores'
  if (used.storageGb + need.storageGb > host.maxStorageGb) return 'storage'
  return null
}
