import type { StepName } from '#app/provisioning/domain/operation_plans'
import type { Step } from '#app/provisioning/actions/steps/step'
import * as approval from '#app/provisioning/actions/steps/approval_steps'
import * as changes from '#app/provisioning/actions/steps/change_steps'
import * as creation from '#app/provisioning/actions/steps/creation_steps'
import * as installation from '#app/provisioning/actions/steps/installation_steps'
import * as removal from '#app/provisioning/actions/steps/removal_steps'
import * as suspension from '#app/provisioning/actions/steps/suspension_steps'

/** The code behind each step. */
export const stepTable: Record<StepName, Step> = {
  await_approval: approval.awaitApproval,
  ensure_panel_user: creation.ensurePanelUser,
  create_server: creation.createServer,
  name_server: creation.nameServer,
  build_server: installation.buildServer,
  wait_until_ready: installation.waitUntilReady,
  start_backups: installation.startBackups,
  ensure_credentials: installation.ensureCredentials,
  wait_for_password: installation.waitForPassword,
  read_addresses: installation.readAddresses,
  activate_service: creation.activateService,
  suspend_server: suspension.suspendServer,
  wait_until_suspended: suspension.waitUntilSuspended,
  record_suspension: suspension.recordSuspension,
  resume_server: suspension.resumeServer,
  wait_until_resumed: suspension.waitUntilResumed,
  record_resumption: suspension.recordResumption,
  start_again: suspension.startAgain,
  remove_server: removal.removeServer,
  wait_until_gone: removal.waitUntilGone,
  record_termination: removal.recordTermination,
  switch_power: changes.switchPower,
  wait_until_idle: changes.waitUntilIdle,
  resize_server: changes.resizeServer,
  set_addresses: changes.setAddresses,
  record_resize: changes.recordResize,
  read_state: installation.readState,
  rebuild_server: installation.rebuildServer,
  record_rebuild: installation.recordRebuild,
  reset_password: installation.resetPassword,
  record_password: changes.recordPassword,
  report_creation_failure: removal.reportCreationFailure,
}
