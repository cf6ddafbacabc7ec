/** The door of the network: what other domains may use. */
export { type AddressHolder, NoteAddresses } from '#app/network/actions/note_addresses'
export type { ReportedAddress } from '#app/network/domain/holdings'
export { familyOf, isWithin, readAddress, readNetwork } from '#app/network/domain/addresses'
export { countHeldByPool } from '#app/network/queries/count_held'
export { listHolders, listHoldingsOf } from '#app/network/queries/list_holdings'
export { ManageDatacenters } from '#app/network/actions/manage_datacenters'
export { ManagePools } from '#app/network/actions/manage_pools'
export { listDatacenters } from '#app/network/records/datacenters'
