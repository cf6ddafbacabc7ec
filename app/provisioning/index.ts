/** The door of provisioning: what other domains may use. */
export { holdCapacity } from '#app/provisioning/domain/jobs'
export { CreateService } from '#app/provisioning/actions/create_service'
export { SetDesiredState } from '#app/provisioning/actions/set_desired_state'
export { ReleaseCapacity } from '#app/provisioning/actions/release_capacity'
export { ConnectPanel } from '#app/provisioning/actions/connect_panel'
export type { ConnectPanelInput } from '#app/provisioning/actions/connect_panel'
