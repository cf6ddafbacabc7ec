import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { refundStatuses } from '#app/payments/domain/refund'

export const listRefundsQuery = vine.create({
  ...pageRules,
  status: vine.enum(refundStatuses).optional(),
  payment_id: vine.string().maxLength(40).optional(),
  invoice_id: vine.string().maxLength(40).optional(),
  customer_id: vine.string().maxLength(40).optional(),
})

export const listOwnRefundsQuery = vine.create(pageRules)

/** What the bank statement or the receipt says of money that was sent by hand. */
export const refundCompletionForm = vine.create({ reference: singleLine(200) })

export const refundLimitForm = vine.create({
  /** In minor units of the currency; null for no limit. */
  amount: vine
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/)
    .nullable(),
})
