/** What a customer has bought and we run, as this domain knows it. */

export const serviceStatuses = [
  'pending',
  'provisioning',
  'active',
  'suspended',
  'terminating',
  'terminated',
  'failed',
] as const
export type ServiceStatus = (typeof serviceStatuses)[number]
export type DesiredState = 'running' | 'suspended' | 'gone'
export type ObservedState = 'absent' | 'building' | 'running' | 'suspended'
export type PowerState = 'running' | 'stopped' | 'unknown'

/** Reasons to keep a service suspended. They combine: lifting one does not lift another. `unpaid` belongs to billing. */
export const staffHolds = ['abuse', 'fraud', 'manual', 'dispute'] as const
export type StaffHold = (typeof staffHolds)[number]
export type Hold = StaffHold | 'unpaid'

const moves: Record<ServiceStatus, readonly ServiceStatus[]> = {
  pending: ['provisioning', 'failed'],
  provisioning: ['active', 'failed'],
  active: ['suspended', 'terminating'],
  suspended: ['active', 'terminating'],
  terminating: ['terminated'],
  terminated: [],
  failed: [],
}

/** The state a service moves to. A move that its table does not list is a mistake of ours. */
export function moveService(from: ServiceStatus, to: ServiceStatus): ServiceStatus {
  if (!canMoveService(from, to)) throw new Error(`A service cannot go from ${from} to ${to}`)
  return to
}

export function canMoveService(from: ServiceStatus, to: ServiceStatus): boolean {
  return moves[from].includes(to)
}

/** What should be. An end stays an end; anything that holds a service keeps it suspended. */
export function desiredState(holds: readonly Hold[], isEnded: boolean): DesiredState {
  if (isEnded) return 'gone'
  return holds.length > 0 ? 'suspended' : 'running'
}

export function withHold(holds: readonly Hold[], hold: Hold): Hold[] {
  return holds.includes(hold) ? [...holds] : [...holds, hold]
}

export function withoutHold(holds: readonly Hold[], hold: Hold): Hold[] {
  return holds.filter((candidate) => candidate !== hold)
}

/** Whether the customer may do things to the server itself (power, console, rebuild …). */
export function isUsable(service: { status: ServiceStatus; desired: DesiredState }): boolean {
  return service.status === 'active' && service.desired === 'running'
}
