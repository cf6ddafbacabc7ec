import vine from '@vinejs/vine'
import { day } from '#app/shared/http/day_rule'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { disputeStatuses, type Evidence } from '#app/payments/domain/dispute'
import { evidenceTextMax } from '#app/payments/domain/evidence'

export const listDisputesQuery = vine.create({
  ...pageRules,
  status: vine.enum(disputeStatuses).optional(),
  /** Those that wait for an answer, the first deadline first. */
  waiting: vine.boolean().optional(),
  customer_id: vine.string().maxLength(40).optional(),
  payment_id: vine.string().maxLength(40).optional(),
})

const longText = () => vine.string().trim().maxLength(evidenceTextMax)

export const evidenceForm = vine.create({
  customer_name: singleLine(200),
  customer_email: vine.string().trim().email().maxLength(200),
  customer_ip: vine.string().trim().ipAddress().nullable().optional(),
  product_description: longText().minLength(1),
  service_date: day().nullable().optional(),
  statement: longText().minLength(1),
  access_log: longText().nullable().optional(),
  refund_policy: longText().nullable().optional(),
}) // prettier-ignore

export function readEvidence(form: {
  customer_name: string
  customer_email: string
  customer_ip?: string | null
  product_description: string
  service_date?: string | null
  statement: string
  access_log?: string | null
  refund_policy?: string | null
}): Evidence {
  return {
    customerName: form.customer_name,
    customerEmail: form.customer_email,
    customerIp: form.customer_ip ?? null,
    productDescription: form.product_description,
    serviceDate: form.service_date ?? null,
    statement: form.statement,
    accessLog: form.access_log || null,
    refundPolicy: form.refund_policy || null,
  }
}

export const disputeFileForm = vine.create({ kind: vine.enum(['invoice', 'activity', 'mails', 'other'] as const).optional() }) // prettier-ignore
