import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { paymentStatuses } from '#app/payments/domain/payment'

export const beginPayment = vine.create({
  payment_method_id: vine.string().maxLength(40).optional(),
  /** Keep the card for renewals; the text that the customer agreed to is kept with it. */
  save_method: vine.boolean().optional(),
})

export const listPaymentsQuery = vine.create({
  ...pageRules,
  status: vine.enum(paymentStatuses).optional(),
  invoice_id: vine.string().maxLength(40).optional(),
  order_id: vine.string().maxLength(40).optional(),
  customer_id: vine.string().maxLength(40).optional(),
})

export const listOwnPaymentsQuery = vine.create({
  ...pageRules,
  status: vine.enum(paymentStatuses).optional(),
})
