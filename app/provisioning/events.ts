/** The facts about capacity, services and the work on them that provisioning announces. */
import { event } from '#app/shared/events/event'

interface OrderCause {
  orderId: string
}

export interface ServiceCause {
  serviceId: string
  subscriptionId: string
}

interface OperationCause {
  operationId: string
  serviceId: string
  operationKind: string
}

export const capacityHeld = event<OrderCause>(
  'capacity.held',
  'Every line of an order has a place kept for it on a panel.'
)
export const capacityRefused = event<OrderCause & { reason: string }>(
  'capacity.refused',
  'An order cannot be delivered now, and nothing of it is kept.'
)
export const capacityReleased = event<OrderCause>(
  'capacity.released',
  'The places kept for an order are free again.'
)

export const serviceApprovalAsked = event<ServiceCause & { operationId: string; note: string }>(
  'service.approval_asked',
  'A paid-for service waits until staff approve that it is set up.'
)
export const serviceApproved = event<ServiceCause & { operationId: string; note: string }>(
  'service.approved',
  'Staff approved that a service is set up.'
)
export const serviceApprovalRefused = event<ServiceCause & { operationId: string; note: string }>(
  'service.approval_refused',
  'Staff refused to set a service up; its order fails and its money is let go.'
)
export const serviceActivated = event<ServiceCause & { orderLineId: string | null }>(
  'service.activated',
  'A service was created and runs for its customer.'
)
export const serviceCreationFailed = event<ServiceCause & { orderLineId: string | null; reason: string }>(
  'service.creation_failed',
  'A service could not be created, and nothing of it is left on the panel.'
)
export const serviceSuspended = event<ServiceCause>(
  'service.suspended',
  'A service was stopped and locked on its panel.'
)
export const serviceResumed = event<ServiceCause>('service.resumed', 'A suspended service runs again.')
export const serviceTerminated = event<ServiceCause>(
  'service.terminated',
  'A service was removed from its panel for good.'
)
export const serviceRebuilt = event<ServiceCause & { template: string }>(
  'service.rebuilt',
  'The operating system of a service was installed anew.'
)
export const serviceResized = event<ServiceCause & { planId: string; unchanged: string[] }>(
  'service.resized',
  'A service got the sizes of another plan.'
)
export const serviceRenamed = event<ServiceCause & { hostname: string; previousHostname: string }>(
  'service.renamed',
  'A service got another host name label.'
)
export const serviceAdopted = event<ServiceCause>(
  'service.adopted',
  'A server that ran on a panel already belongs to a customer and is billed.'
)
export const serviceMoved = event<
  ServiceCause & { fromPanelId: string; toPanelId: string; node: string | null; note: string }
>(
  'service.moved',
  'A service stands on another panel or another machine; what it costs its customer is as before.'
)
export const serviceVanished = event<ServiceCause>(
  'service.vanished',
  'The server of a service is no longer on its panel, and nobody here removed it.'
)
export const serviceHoldPlaced = event<ServiceCause & { hold: string; note: string }>(
  'service.hold_placed',
  'Staff keep a service suspended for a reason of their own.'
)
export const serviceHoldLifted = event<ServiceCause & { hold: string; note: string }>(
  'service.hold_lifted',
  'A reason to keep a service suspended is gone.'
)

export const operationQueued = event<OperationCause>('operation.queued', 'Work on a service was asked for.')
export const operationWaiting = event<OperationCause & { reason: string }>(
  'operation.waiting',
  'Work on a service cannot go on for now; it is tried again with growing pauses.'
)
export const operationDone = event<OperationCause>('operation.done', 'Work on a service ended well.')
export const operationFailed = event<OperationCause & { reason: string }>(
  'operation.failed',
  'Work on a service ended without success and needs a person.'
)
export const operationCancelled = event<OperationCause & { reason: string }>(
  'operation.cancelled',
  'Work on a service was called off.'
)
export const operationResumed = event<OperationCause & { step: string }>(
  'operation.resumed',
  'Staff had work on a service go on from a step.'
)
