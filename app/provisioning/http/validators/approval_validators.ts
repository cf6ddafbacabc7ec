import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'

export const approvalDecisions = ['approve', 'refuse'] as const

/** Who refuses says why: the customer reads it. */
export const decideApprovalBody = vine.create({
  decision: vine.enum(approvalDecisions),
  note: singleLine(500).optional().requiredWhen('decision', '=', 'refuse'),
})
