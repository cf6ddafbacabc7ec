import { event } from '#app/shared/events/event'

interface HoldingCause {
  address: string
  serviceId: string | null
}

export const addressAssigned = event<HoldingCause>(
  'address.assigned',
  'A service holds an address, or a network, from now on.'
)
export const addressReleased = event<HoldingCause>(
  'address.released',
  'A service holds an address no longer; it rests before somebody else should get it.'
)
export const addressContested = event<HoldingCause & { heldBy: string | null }>(
  'address.contested',
  'Two panels say that a server of theirs holds the same address, or one holds what staff keep.'
)
export const addressReusedEarly = event<HoldingCause & { previousServiceId: string | null }>(
  'address.reused_early',
  'A panel gave an address to another customer while it should still have rested.'
)
export const addressReserved = event<HoldingCause & { note: string }>(
  'address.reserved',
  'Staff keep an address for a purpose of their own.'
)
export const addressReservationEnded = event<HoldingCause & { note: string }>(
  'address.reservation_ended',
  'An address is not kept by staff any more.'
)

export const datacenterChanged = event<{ datacenterId: string; code: string }>(
  'datacenter.changed',
  'A place where servers stand was named, renamed or taken off the list.'
)
export const addressPoolOpened = event<{ poolId: string; network: string }>(
  'address_pool.opened',
  'A network of addresses was added to the pools.'
)
export const addressPoolChanged = event<{ poolId: string; network: string }>(
  'address_pool.changed',
  'The settings of a pool of addresses were changed.'
)
export const addressPoolRemoved = event<{ poolId: string; network: string }>(
  'address_pool.removed',
  'A pool of addresses was taken off the list; the history of its addresses stays.'
)
