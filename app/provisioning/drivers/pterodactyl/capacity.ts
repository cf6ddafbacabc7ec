import type { Machine, PanelCapacity } from '#app/provisioning/domain/capacity'
import type { PterodactylNode } from '#app/provisioning/drivers/pterodactyl/shapes'

const megabytesPerGigabyte = 1024

/**
 * What public nodes can still take: their memory and disk with over-allocation, less what is promised there, and as many servers as
 * there are free ports. The panel's own choice of a node makes the same comparison.
 */
export function readCapacity(nodes: PterodactylNode[], locations: number[]): PanelCapacity {
  const open = nodes.filter(
    (node) =>
      node.public &&
      !node.maintenance_mode &&
      (locations.length === 0 || locations.includes(node.location_id))
  )
  return { machines: open.map(readNode), ipv4: null }
}

/** What is left of a node for a server that grows on it. Null: no limit. */
export function leftOn(node: PterodactylNode): { memoryMb: number | null; diskMb: number | null } {
  const { memory, disk } = node.allocated_resources
  return {
    memoryMb: left(node.memory, node.memory_overallocate, memory),
    diskMb: left(node.disk, node.disk_overallocate, disk),
  }
}

function readNode(node: PterodactylNode): Machine {
  const { memoryMb, diskMb } = leftOn(node)
  const ports = node.relationships?.allocations?.data
  const totalDiskMb = left(node.disk, node.disk_overallocate, 0)
  return {
    servers: ports ? ports.filter(({ attributes }) => !attributes.assigned).length : null,
    memoryMb,
    cpuCores: null,
    storageGb: inGigabytes(diskMb),
    name: node.name,
    total: {
      servers: ports ? ports.length : null,
      memoryMb: left(node.memory, node.memory_overallocate, 0),
      cpuCores: null,
      storageGb: inGigabytes(totalDiskMb),
    },
  }
}

function inGigabytes(megabytes: number | null): number | null {
  return megabytes === null ? null : Math.floor(megabytes / megabytesPerGigabyte)
}

/** An over-allocation of −1 means that nothing is limited. */
function left(total: number, overallocate: number, promised: number): number | null {
  if (overallocate < 0) return null
  return Math.max(0, Math.floor(total + (total * overallocate) / 1e2) - promised)
}
