import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

/** Of work that only begins once a member of staff has agreed to it. */
export const approvals = ['asked', 'given', 'refused'] as const
export type Approval = (typeof approvals)[number]

/** Whether a person looks at an order before a machine is handed over: the plan says so. */
export function needsApproval(spec: ServiceSpec): boolean {
  return spec.kind === 'dedicated' && spec.approval
}
