import type { MachineRoom, PanelCapacity } from '#app/provisioning/domain/capacity'
import type { VirtfusionResources } from '#app/provisioning/drivers/virtfusion/shapes'

/**
 * Reads what a group of machines can still take. `max = 0` means unlimited. Free IPv4 is a figure of the whole group that
 * every machine repeats: the largest one counts, never their sum.
 */
export function readCapacity(rows: VirtfusionResources[]): PanelCapacity {
  const open = rows.filter(
    ({ hypervisor }) =>
      Boolean(hypervisor.enabled) && Boolean(hypervisor.commissioned) && !hypervisor.prohibit
  )
  const addresses = open.flatMap(({ resources }) => resources.network?.total?.ipv4?.free ?? [])
  return { machines: open.map(readMachine), ipv4: addresses.length > 0 ? Math.max(...addresses) : null }
}

function readMachine({ resources }: VirtfusionResources): MachineRoom {
  return {
    servers: roomOf(resources.servers),
    memoryMb: roomOf(resources.memory),
    cpuCores: roomOf(resources.cpuCores),
    storageGb: storageOf(resources),
  }
}

/** Local storage when it is switched on, otherwise the roomiest of the attached ones. */
function storageOf({ localStorage, otherStorage = [] }: VirtfusionResources['resources']): number | null {
  if (localStorage?.enabled) return roomOf(localStorage)
  const rooms = otherStorage.map(roomOf)
  if (rooms.includes(null)) return null
  return Math.max(0, ...rooms.map(Number))
}

function roomOf(counter: { max: number; free: number }): number | null {
  return counter.max === 0 ? null : Math.max(0, counter.free)
}
