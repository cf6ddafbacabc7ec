import type { Approval } from '#app/provisioning/domain/approval'
import type { OperationKind } from '#app/provisioning/domain/operation'

export const stepNames = [
  'await_approval',
  'ensure_panel_user',
  'create_server',
  'name_server',
  'build_server',
  'wait_until_ready',
  'start_backups',
  'ensure_credentials',
  'wait_for_password',
  'read_addresses',
  'activate_service',
  'suspend_server',
  'wait_until_suspended',
  'record_suspension',
  'resume_server',
  'wait_until_resumed',
  'record_resumption',
  'start_again',
  'remove_server',
  'wait_until_gone',
  'record_termination',
  'switch_power',
  'wait_until_idle',
  'resize_server',
  'set_addresses',
  'record_resize',
  'read_state',
  'rebuild_server',
  'record_rebuild',
  'reset_password',
  'record_password',
  'report_creation_failure',
] as const
export type StepName = (typeof stepNames)[number]

/** What each kind of operation does, in order. Every step is safe to repeat: it asks what is there before it acts again. */
export const operationPlans: Record<OperationKind, readonly StepName[]> = {
  create: [
    'ensure_panel_user',
    'create_server',
    'name_server',
    'build_server',
    'wait_until_ready',
    'start_backups',
    'ensure_credentials',
    'wait_for_password',
    'read_addresses',
    'activate_service',
  ],
  suspend: ['suspend_server', 'wait_until_suspended', 'record_suspension'],
  resume: ['resume_server', 'wait_until_resumed', 'record_resumption', 'start_again'],
  terminate: ['remove_server', 'wait_until_gone', 'record_termination'],
  power: ['switch_power', 'wait_until_idle', 'read_addresses'],
  resize: ['resize_server', 'wait_until_idle', 'set_addresses', 'read_addresses', 'record_resize'],
  rebuild: [
    'read_state',
    'rebuild_server',
    'wait_until_ready',
    'ensure_credentials',
    'wait_for_password',
    'read_addresses',
    'record_rebuild',
  ],
  reset_password: ['reset_password', 'wait_for_password', 'record_password'],
}

/** The steps of one piece of work: where staff have to agree, that comes before everything else. */
export function stepsOf(kind: OperationKind, { approval }: { approval?: Approval }): readonly StepName[] {
  return approval ? ['await_approval', ...operationPlans[kind]] : operationPlans[kind]
}

/** What follows a creation that failed for good: nothing may be left behind. */
export const creationCleanUp: readonly StepName[] = [
  'remove_server',
  'wait_until_gone',
  'report_creation_failure',
]
