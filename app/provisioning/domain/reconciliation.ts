import type { OperationKind, OperationStatus } from '#app/provisioning/domain/operation'
import type { DesiredState, ObservedState, ServiceStatus } from '#app/provisioning/domain/service'

interface Standing {
  status: ServiceStatus
  desired: DesiredState
  observed: ObservedState | null
}

interface OpenOperation {
  kind: OperationKind
  status: OperationStatus
}

const steering: readonly OperationKind[] = ['suspend', 'resume', 'terminate']

/**
 * The operation that brings a service from what is to what should be, or null when none is needed or one is on its way. A
 * server that vanished is neither suspended nor resumed: staff are told instead. Ending it always works.
 */
export function neededOperation(service: Standing, open: OpenOperation[]): OperationKind | null {
  if (open.some((operation) => operation.kind === 'terminate')) return null
  if (service.desired === 'gone' || service.status === 'terminating') {
    return ['active', 'suspended', 'terminating'].includes(service.status) ? 'terminate' : null
  }
  if (service.observed === 'absent' || open.some((operation) => steering.includes(operation.kind)))
    return null
  if (service.status === 'active' && service.desired === 'suspended') return 'suspend'
  if (service.status === 'suspended' && service.desired === 'running') return 'resume'
  return null
}

/**
 * Whether work waits although its turn has come, while others pass it by: sizes that were paid for are not lost because the service is
 * suspended, and are not changed on a locked server either. They follow when it runs again; its end calls them off.
 */
export function isPutOff({ kind, status }: OpenOperation, service: Pick<Standing, 'status'>): boolean {
  return kind === 'resize' && status === 'queued' && service.status === 'suspended'
}

/** The operation that works on a service now: the one that has begun, or the first that was asked for and is not put off. */
export function firstInTurn<O extends OpenOperation>(
  open: readonly O[],
  service: Pick<Standing, 'status'>
): O | undefined {
  // What has begun goes on, whatever was asked for before it and put off.
  return open.find(({ status }) => status !== 'queued') ?? open.find((one) => !isPutOff(one, service))
}

/** Whether a creation is not wanted any more by now: what was made of it is removed, whatever step it has come to. */
export function isCreationCalledOff(kind: OperationKind, { desired }: Pick<Standing, 'desired'>): boolean {
  return kind === 'create' && desired === 'gone'
}

/** Whether a queued operation still makes sense when its turn comes; what it was for may have passed. */
export function isStillNeeded(kind: OperationKind, service: Standing): boolean {
  switch (kind) {
    case 'create':
      return service.status === 'pending' || service.status === 'provisioning'
    case 'suspend':
      return service.status === 'active' && service.desired !== 'running'
    case 'resume':
      return service.status === 'suspended' && service.desired === 'running'
    case 'terminate':
      return ['active', 'suspended', 'terminating'].includes(service.status)
    case 'resize':
      return service.status === 'active' || service.status === 'suspended'
    case 'power':
    case 'rebuild':
    case 'reset_password':
      return service.status === 'active'
  }
}
