// Table of data: one row per fact.
import { event } from '#app/shared/events/event'

interface OrderCause {
  orderId: string
}

interface ServiceCause {
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
export const serviceDomainAdded = event<ServiceCause & { domain: string }>(
  'service.domain_added',
  'A name leads to a website of a service.'
)
export const serviceDomainRemoved = event<ServiceCause & { domain: string }>(
  'service.domain_removed',
  'A name does not lead to a website of a service any more.'
)
export const serviceBackupMade = event<ServiceCause & { name: string }>(
  'service.backup_made',
  'A copy of a service was begun.'
)
export const serviceBackupRestored = event<ServiceCause & { name: string }>(
  'service.backup_restored',
  'A copy of a service is being put back.'
)
export const serviceBackupRemoved = event<ServiceCause & { name: string }>(
  'service.backup_removed',
  'A copy of a service was removed.'
)
export const serviceDatabaseMade = event<ServiceCause & { name: string }>(
  'service.database_made',
  'A database was made beside a service.'
)
export const serviceDatabasePasswordSet = event<ServiceCause & { name: string }>(
  'service.database_password_set',
  'A database of a service has a new password.'
)
export const serviceDatabaseRemoved = event<ServiceCause & { name: string }>(
  'service.database_removed',
  'A database of a service was removed.'
)
export const serviceReverseNameSet = event<ServiceCause & { address: string; name: string | null }>(
  'service.reverse_name_set',
  'The name that an address of a service points back to was set, or taken away.'
)
export const servicePortSwitched = event<ServiceCause & { port: string; isOn: boolean }>(
  'service.port_switched',
  'Staff opened or shut a switch port of a dedicated server.'
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
export const upstreamCostSet = event<{ costId: string; kind: string; targetId: string }>(
  'upstream_cost.set',
  'Staff wrote down what is paid in a month for a panel, a plan or an address.'
)
export const upstreamCostChanged = event<{ costId: string; kind: string; targetId: string }>(
  'upstream_cost.changed',
  'Staff changed until when a cost of a panel, a plan or an address holds.'
)
export const upstreamCostRemoved = event<{ costId: string; kind: string; targetId: string }>(
  'upstream_cost.removed',
  'What staff had written down as a cost was taken back.'
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
export const serviceCredentialsRevealed = event<ServiceCause>(
  'service.credentials_revealed',
  'Somebody looked at the first password of a service.'
)
export const servicePasswordReset = event<ServiceCause>(
  'service.password_reset',
  'The administrator password of a service was replaced.'
)
export const serviceConsoleOpened = event<ServiceCause>(
  'service.console_opened',
  'Somebody asked for the console of a service.'
)
export const serviceStartupChanged = event<ServiceCause & { variables: string[]; image: string | null }>(
  'service.startup_changed',
  'Settings of a game server were changed; they hold from its next start on.'
)
export const serviceSessionStarted = event<ServiceCause & { image: string }>(
  'service.session_started',
  'A desktop of a workspace was started, or come back to.'
)
export const serviceSessionEnded = event<ServiceCause & { image: string }>(
  'service.session_ended',
  'A desktop of a workspace was ended by its owner or by staff.'
)
export const serviceSignInMade = event<ServiceCause>(
  'service.sign_in_made',
  'Somebody asked for a link that signs them in to the panel of a service.'
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

export const panelConnected = event<{ panelId: string }>('panel.connected', 'A control panel was connected.')
export const panelChanged = event<{ panelId: string; fields: string[] }>(
  'panel.changed',
  'The settings of a panel were changed.'
)
export const panelAddressesImported = event<{ panelId: string }>(
  'panel.addresses_imported',
  'Staff had the addresses of everything on a panel read and kept.'
)
export const panelSettingsChanged = event<{ lostAfterMinutes: number; forwardCheck: string }>(
  'panel.settings_changed',
  'Staff changed when a panel counts as lost, or what is asked of reverse names.'
)
export const panelSalePaused = event<{ panelId: string }>(
  'panel.sale_paused',
  'Nothing new is sold on a panel: for too long nobody could say what it has room for, or staff closed it.'
)
export const panelSaleResumed = event<{ panelId: string }>(
  'panel.sale_resumed',
  'New servers are sold on a panel again.'
)
export const panelCompared = event<{ panelId: string; foundCount: number }>(
  'panel.compared',
  'Everything that stands on a panel was compared with what is sold.'
)

interface DriftCause {
  driftId: string
  serviceId: string | null
  repair: string
}

export const driftRepairChosen = event<DriftCause>(
  'drift.repair_chosen',
  'Staff decided how a difference between a panel and what is sold is repaired.'
)
export const driftRepaired = event<DriftCause>(
  'drift.repaired',
  'A difference between a panel and what is sold was repaired.'
)
export const driftRepairFailed = event<DriftCause & { reason: string }>(
  'drift.repair_failed',
  'A repair of a difference did not work; the difference stays open.'
)
export const driftIgnored = event<{ driftId: string; serviceId: string | null; note: string }>(
  'drift.ignored',
  'Staff decided that a difference between a panel and what is sold stays as it is.'
)
export const serviceBatchStarted = event<{
  batchId: string
  action: string
  hold: string | null
  note: string
  count: number
}>('service_batch.started', 'Staff asked for the same to be done to many services.')
export const serviceBatchFinished = event<{ batchId: string }>(
  'service_batch.finished',
  'Of each of many services was asked what staff wanted; its report says what became of it.'
)
export const serviceBatchStopped = event<{ batchId: string }>(
  'service_batch.stopped',
  'Staff stopped asking the same of many services; what was not asked of yet is left alone.'
)
export const panelUserRemoved = event<{ panelId: string }>(
  'panel_user.removed',
  'The account of a customer who was forgotten was removed at a panel.'
)
export const panelUserLeft = event<{ panelId: string; reason: string }>(
  'panel_user.left',
  'The account of a customer who was forgotten has to be removed at a panel by hand.'
)
