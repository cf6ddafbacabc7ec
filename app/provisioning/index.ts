/** The door of provisioning: what other domains may use. */
export { holdCapacity } from '#app/provisioning/domain/jobs'
export { CreateService } from '#app/provisioning/actions/create_service'
export { HoldDisputedServices } from '#app/provisioning/actions/hold_disputed_services'
export { SetDesiredState } from '#app/provisioning/actions/set_desired_state'
export { ResizeToChange } from '#app/provisioning/actions/resize_to_change'
export { lockChangeOfFailedWork } from '#app/provisioning/queries/lock_change_of_failed_work'
export { ReleaseCapacity } from '#app/provisioning/actions/release_capacity'
export { EraseServices } from '#app/provisioning/actions/erase_services'
export { ForgetPanelUsers } from '#app/provisioning/actions/forget_panel_users'
export {
  listPanelUserRemovals,
  type PanelUserRemoval,
} from '#app/provisioning/queries/list_panel_user_removals'
export { ConnectPanel, type ConnectPanelInput } from '#app/provisioning/actions/connect_panel'
export type { ServiceStatus } from '#app/provisioning/domain/service'
export { countServices } from '#app/provisioning/queries/count_services'
export {
  findListedService,
  serviceIn,
  type ListedService,
  listServices,
  type ServiceFilter,
} from '#app/provisioning/queries/list_services'
export {
  findOperationStory,
  type ListedOperation,
  listOperations,
  type OperationStory,
} from '#app/provisioning/queries/list_operations'
export { listPanelNames } from '#app/provisioning/queries/list_panel_names'
export { listPanelOverviews, type PanelOverview } from '#app/provisioning/queries/list_panel_overviews'
export { listRemoteCalls, type RemoteCallView } from '#app/provisioning/queries/list_remote_calls'
export { listServiceActivity, type ServiceActivity } from '#app/provisioning/queries/list_service_activity'
export {
  activityShape,
  serviceShape,
  showActivity,
  showService,
  showServiceToStaff,
  staffServiceShape,
} from '#app/provisioning/http/transformers/service_transformer'
export {
  operationShape,
  showOperation,
  showOperationToStaff,
  showRemoteCall,
  showStory,
} from '#app/provisioning/http/transformers/operation_transformer'
export { listCostTargets } from '#app/provisioning/queries/list_costs'
export { findMargin } from '#app/provisioning/queries/list_margins'
export { listMoves } from '#app/provisioning/records/service_moves'
export { showMargin, showMove } from '#app/provisioning/http/transformers/move_transformer'
export { showPanelSettings } from '#app/provisioning/http/transformers/panel_settings_transformer'
export { listPanelKinds, panelFieldsOf } from '#app/provisioning/http/panel_fields'
export { showPanel } from '#app/provisioning/http/transformers/panel_transformer'
export { type CreationProgress, listCreationProgress } from '#app/provisioning/queries/list_creation_progress'
