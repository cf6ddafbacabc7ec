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
    case 'power':
    case 'resize':
    case 'rebuild':
    case 'reset_password':
      return service.status === 'active'
  }
}
