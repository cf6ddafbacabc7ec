import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import {
  disputeStatuses,
  type Evidence,
  lossTreatments,
  mayAccept,
  mayAnswer,
  mayTreatLoss,
} from '#app/payments/domain/dispute'
import type { ListedDispute } from '#app/payments/queries/list_disputes'
import type { ListedDisputeFile } from '#app/payments/records/dispute_files'

const text = () => vine.string().nullable()
const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })

export function showDispute(dispute: ListedDispute, now: Date) {
  return {
    id: showId('dispute', dispute.id),
    status: dispute.status,
    reason: dispute.reason,
    code: dispute.code,
    money: toWire(dispute.money),
    fee: dispute.fee && toWire(dispute.fee),
    is_withheld: dispute.isWithheld,
    respond_by: dispute.respondBy?.toISOString() ?? null,
    is_answered: dispute.isAnswered,
    may_answer: mayAnswer(dispute, now),
    may_accept: mayAccept(dispute, now),
    is_appeal: dispute.isAppeal,
    may_treat_loss: mayTreatLoss(dispute),
    loss_treatment: dispute.lossTreatment,
    passed_on: toWire({ ...dispute.money, amount: dispute.passedOn }),
    pending_call: dispute.pendingCall,
    problem: dispute.problem,
    customer_id: showId('customer', dispute.customerId),
    customer_name: dispute.customerName,
    payment_id: showId('payment', dispute.paymentId),
    invoice_id: dispute.invoiceId && showId('invoice', dispute.invoiceId),
    invoice_reference: dispute.invoiceReference,
    gateway: dispute.gatewayName,
    gateway_reference: dispute.gatewayReference,
    opened_at: dispute.openedAt.toISOString(),
    handed_in_at: dispute.handedInAt?.toISOString() ?? null,
    handed_in_by: dispute.handedInByName,
    closed_at: dispute.closedAt?.toISOString() ?? null,
  }
}

const disputeFields = {
  id: vine.string(),
  status: vine.enum(disputeStatuses),
  reason: vine.string(),
  code: vine.string(),
  money: moneyRule(),
  fee: moneyRule().nullable(),
  is_withheld: vine.boolean(),
  respond_by: text(),
  is_answered: vine.boolean(),
  may_answer: vine.boolean(),
  may_accept: vine.boolean(),
  is_appeal: vine.boolean(),
  may_treat_loss: vine.boolean(),
  loss_treatment: vine.enum(lossTreatments).nullable(),
  passed_on: moneyRule(),
  pending_call: vine.enum(['answer', 'accept'] as const).nullable(),
  problem: text(),
  customer_id: vine.string(),
  customer_name: vine.string(),
  payment_id: vine.string(),
  invoice_id: text(),
  invoice_reference: text(),
  gateway: vine.string(),
  gateway_reference: vine.string(),
  opened_at: vine.string(),
  handed_in_at: text(),
  handed_in_by: text(),
  closed_at: text(),
}
export const disputeShape = vine.create(disputeFields)

export function showEvidence(evidence: Evidence | null) {
  return (
    evidence && {
      customer_name: evidence.customerName,
      customer_email: evidence.customerEmail,
      customer_ip: evidence.customerIp,
      product_description: evidence.productDescription,
      service_date: evidence.serviceDate,
      statement: evidence.statement,
      access_log: evidence.accessLog,
      refund_policy: evidence.refundPolicy,
    }
  )
}

export function showDisputeWithFiles(
  { dispute, files }: { dispute: ListedDispute; files: ListedDisputeFile[] },
  now: Date
) {
  return {
    ...showDispute(dispute, now),
    evidence: showEvidence(dispute.evidence),
    files: files.map((file) => ({
      id: showId('disputeFile', file.id),
      kind: file.kind,
      name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      is_prepared: file.addedBy === null,
      added_at: file.addedAt.toISOString(),
    })),
  }
}

export const disputeWithFilesShape = vine.create({
  ...disputeFields,
  evidence: vine
    .object({
      customer_name: vine.string(),
      customer_email: vine.string(),
      customer_ip: text(),
      product_description: vine.string(),
      service_date: text(),
      statement: vine.string(),
      access_log: text(),
      refund_policy: text(),
    })
    .nullable(),
  files: vine.array(
    vine.object({
      id: vine.string(),
      kind: vine.enum(['invoice', 'activity', 'mails', 'other'] as const),
      name: vine.string(),
      media_type: vine.string(),
      bytes: vine.number(),
      is_prepared: vine.boolean(),
      added_at: vine.string(),
    })
  ),
})
