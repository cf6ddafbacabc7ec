import type { Machine, PanelCapacity } from '#app/provisioning/domain/capacity'
import type { VirtfusionResources } from '#app/provisioning/drivers/virtfusion/shapes'

/**
 * Reads what a group of machines can still take. `max = 0` means unlimited. Free IPv4 is a figure of the whole group that
 * every machine repeats: the largest one counts, never their sum.
 */
export function readCapacity(rows: VirtfusionResources[]): PanelCapacity {
  const open = rows.filter(
    ({ hypervisor }) =>
      Boolean(hypervisor.enabled) &&
      Boolean(hypervisor.commissioned) &&
      !hypervisor.prohibit &&
      !hypervisor.maintenance
  )
  const addresses = open.flatMap(({ resources }) => resources.network?.total?.ipv4?.free ?? [])
  return { machines: open.map(readMachine), ipv4: addresses.length > 0 ? Math.max(...addresses) : null }
}

function readMachine({ hypervisor, resources }: VirtfusionResources): Machine {
  const { servers, memory, cpuCores } = resources
  const storage = storageOf(resources)
  return {
    servers: roomOf(servers),
    memoryMb: roomOf(memory),
    cpuCores: roomOf(cpuCores),
    storageGb: storage ? roomOf(storage) : 0,
    ...(hypervisor.name ? { name: hypervisor.name } : {}),
    total: {
      servers: totalOf(servers),
      memoryMb: totalOf(memory),
      cpuCores: totalOf(cpuCores),
      storageGb: storage ? totalOf(storage) : 0,
    },
  }
}

type Counter = VirtfusionResources['resources']['servers']

/** Local storage when it is switched on, otherwise the roomiest of the attached ones. */
function storageOf({ localStorage, otherStorage = [] }: VirtfusionResources['resources']): Counter | null {
  if (localStorage?.enabled) return localStorage
  const byRoom = otherStorage.toSorted((a, b) => (roomOf(b) ?? Infinity) - (roomOf(a) ?? Infinity))
  return byRoom[0] ?? null
}

function totalOf({ max }: Counter): number | null {
  return max === 0 ? null : max
}

function roomOf({ max, free }: Counter): number | null {
  return max === 0 ? null : Math.max(0, free)
}
