import type { SpecNeed } from '#app/catalogue/index'

/** What one machine can still take. Null means that the panel sets no limit. */
export interface MachineRoom {
  servers: number | null
  memoryMb: number | null
  cpuCores: number | null
  storageGb: number | null
}

/** A machine by the name that staff know it by, where its panel tells one, with all that it could ever take. */
export interface Machine extends MachineRoom {
  name?: string
  total?: MachineRoom
}

/** What a group of machines can still take. Addresses are shared by all machines of the group. */
export interface PanelCapacity {
  machines: Machine[]
  ipv4: number | null
  /** Free machines of each sort, where whole ones are sold: what is not named is not there. */
  stock?: Record<string, number>
}

export interface Need extends SpecNeed {
  /** What a server that is there needs more: it takes no place of its own. */
  isGrowth?: boolean
}

/** Of a panel that says nothing of its room: only the stock of the plan limits what is sold. */
export const openEnded: PanelCapacity = {
  machines: [{ servers: null, memoryMb: null, cpuCores: null, storageGb: null }],
  ipv4: null,
}

/**
 * Whether everything promised before and everything wanted now fits together. Places the biggest first on the machine with
 * the most free memory, as panels do by default; a total over all machines would promise room that no single one has.
 */
export function fitsTogether(capacity: PanelCapacity, promised: Need[], wanted: Need[]): boolean {
  return placeAll(capacity, [...promised.filter((need) => isCounted(capacity, need)), ...wanted]) !== null
}

/** Sorts of machines that nobody asked for now are not in the figures: what is promised of them takes nothing from the others. */
function isCounted({ stock }: PanelCapacity, { stockKey }: Need): boolean {
  return !stockKey || (stock !== undefined && stockKey in stock)
}

/**
 * Whether a server that is there may have room to grow: some machine can take what it needs more, besides everything promised. Panels
 * do not tell which machine a server stands on; when its own is full, the panel refuses.
 */
export function mayGrow(capacity: PanelCapacity, promised: Need[], more: Need): boolean {
  const left = placeAll(
    capacity,
    promised.filter((need) => isCounted(capacity, need))
  )
  if (!left) return false
  if (left.ipv4 !== null && more.ipv4Count > left.ipv4) return false
  return left.machines.some((machine) => hasRoom(machine, { ...more, isGrowth: true }))
}

/** How many more of something there is room for besides everything promised, counted up to `max`; null where nothing limits it. */
export function countFitting(
  capacity: PanelCapacity,
  promised: Need[],
  { need, max }: { need: Need; max: number }
): number | null {
  const left = placeAll(
    capacity,
    promised.filter((other) => isCounted(capacity, other))
  )
  if (!left) return 0
  if (need.stockKey) return Math.max(0, left.stock?.[need.stockKey] ?? 0)
  const isOpenEnded = left.machines.some((machine) => machine.servers === null && hasRoom(machine, endless))
  const addresses =
    left.ipv4 === null || need.ipv4Count === 0 ? null : Math.max(0, Math.floor(left.ipv4 / need.ipv4Count))
  if (isOpenEnded) return addresses
  let count = 0
  while (count < Math.min(max, addresses ?? max) && placeOn(left.machines, need)) count += 1
  return count
}

/** What a server needs more than it has. */
export function growthOf(has: Need, wants: Need): Need {
  const more = (a: number, b: number) => Math.max(0, b - a)
  return {
    cpuCores: more(has.cpuCores, wants.cpuCores),
    memoryMb: more(has.memoryMb, wants.memoryMb),
    storageGb: more(has.storageGb, wants.storageGb),
    ipv4Count: more(has.ipv4Count, wants.ipv4Count),
    isGrowth: true,
  }
}

export function isNothing({ cpuCores, memoryMb, storageGb, ipv4Count }: Need): boolean {
  return cpuCores + memoryMb + storageGb + ipv4Count === 0
}

/** More than any limit allows: only a machine without limits has room for it. */
const endless: Need = { memoryMb: Infinity, cpuCores: Infinity, storageGb: Infinity, ipv4Count: 0 }

/** What is left once all of it is placed; null when it does not fit. */
function placeAll(capacity: PanelCapacity, needs: Need[]): PanelCapacity | null {
  const all = needs.toSorted((a, b) => b.memoryMb - a.memoryMb)
  const addresses = all.reduce((sum, need) => sum + need.ipv4Count, 0)
  if (capacity.ipv4 !== null && addresses > capacity.ipv4) return null
  const machines = capacity.machines.map((machine) => ({ ...machine }))
  const stock = { ...capacity.stock }
  const isPlaced = all.every((need) =>
    need.stockKey ? takeOne(stock, need.stockKey) : placeOn(machines, need)
  )
  return isPlaced ? { machines, ipv4: less(capacity.ipv4, addresses), stock } : null
}

function takeOne(stock: Record<string, number>, key: string): boolean {
  const left = (stock[key] ?? 0) - 1
  stock[key] = left
  return left >= 0
}

function placeOn(machines: MachineRoom[], need: Need): boolean {
  const machine = machines
    .toSorted((a, b) => (b.memoryMb ?? Infinity) - (a.memoryMb ?? Infinity))
    .find((candidate) => hasRoom(candidate, need))
  if (!machine) return false
  machine.servers = less(machine.servers, placesOf(need))
  machine.memoryMb = less(machine.memoryMb, need.memoryMb)
  machine.cpuCores = less(machine.cpuCores, need.cpuCores)
  machine.storageGb = less(machine.storageGb, need.storageGb)
  return true
}

function hasRoom(machine: MachineRoom, need: Need): boolean {
  return (
    (machine.servers ?? Infinity) >= placesOf(need) &&
    (machine.memoryMb ?? Infinity) >= need.memoryMb &&
    (machine.cpuCores ?? Infinity) >= need.cpuCores &&
    (machine.storageGb ?? Infinity) >= need.storageGb
  )
}

function placesOf({ isGrowth }: Need): number {
  return isGrowth ? 0 : 1
}

function less(room: number | null, taken: number): number | null {
  return room === null ? null : room - taken
}
