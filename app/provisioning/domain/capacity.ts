import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

/** What one machine can still take. Null means that the panel sets no limit. */
export interface MachineRoom {
  servers: number | null
  memoryMb: number | null
  cpuCores: number | null
  storageGb: number | null
}

/** What a group of machines can still take. Addresses are shared by all machines of the group. */
export interface PanelCapacity {
  machines: MachineRoom[]
  ipv4: number | null
}

export type Need = Pick<ServiceSpec, 'cpuCores' | 'memoryMb' | 'storageGb' | 'ipv4Count'>

/**
 * Whether everything promised before and everything wanted now fits together. Places the biggest first on the machine with
 * the most free memory, as panels do by default; a total over all machines would promise room that no single one has.
 */
export function fitsTogether(capacity: PanelCapacity, promised: Need[], wanted: Need[]): boolean {
  const all = [...promised, ...wanted].toSorted((a, b) => b.memoryMb - a.memoryMb)
  const addresses = all.reduce((sum, need) => sum + need.ipv4Count, 0)
  if (capacity.ipv4 !== null && addresses > capacity.ipv4) return false
  const machines = capacity.machines.map((machine) => ({ ...machine }))
  return all.every((need) => placeOn(machines, need))
}

function placeOn(machines: MachineRoom[], need: Need): boolean {
  const machine = machines
    .toSorted((a, b) => (b.memoryMb ?? Infinity) - (a.memoryMb ?? Infinity))
    .find((candidate) => hasRoom(candidate, need))
  if (!machine) return false
  machine.servers = less(machine.servers, 1)
  machine.memoryMb = less(machine.memoryMb, need.memoryMb)
  machine.cpuCores = less(machine.cpuCores, need.cpuCores)
  machine.storageGb = less(machine.storageGb, need.storageGb)
  return true
}

function hasRoom(machine: MachineRoom, need: Need): boolean {
  return (
    (machine.servers ?? Infinity) >= 1 &&
    (machine.memoryMb ?? Infinity) >= need.memoryMb &&
    (machine.cpuCores ?? Infinity) >= need.cpuCores &&
    (machine.storageGb ?? Infinity) >= need.storageGb
  )
}

function less(room: number | null, taken: number): number | null {
  return room === null ? null : room - taken
}
