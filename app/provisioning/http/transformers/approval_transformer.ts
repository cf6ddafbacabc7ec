import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { ApprovalRow } from '#app/provisioning/queries/list_approvals'

/** What waits for a decision, with what it would take. */
export function showApproval(row: ApprovalRow) {
  const { spec } = row
  return {
    operation_id: showId('operation', row.operationId),
    service_id: showId('service', row.serviceId),
    customer: { id: showId('customer', row.customerId), name: row.customerName },
    hostname: row.hostname,
    plan: row.planName,
    panel: row.panelName,
    template: spec.template,
    parts: spec.kind === 'dedicated' ? [spec.cpu, spec.memory, ...spec.disks, ...spec.addOns] : [],
    asked_at: row.askedAt.toISOString(),
  }
}

export const approvalShape = vine.create({
  operation_id: vine.string(),
  service_id: vine.string(),
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  hostname: vine.string(),
  plan: vine.string(),
  panel: vine.string(),
  template: vine.string().nullable(),
  parts: vine.array(vine.string()),
  asked_at: vine.string(),
})
