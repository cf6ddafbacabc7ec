import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { paymentStatuses } from '#app/payments/domain/payment'

export const beginPayment = vine.create({
  payment_method_id: vine.string().maxLength(40).optional(),
  /** Which gateway to pay at, where no saved method is used; the first when left out. */
  gateway_id: vine.string().maxLength(40).optional(),
  /** Keep the card for renewals; the text that the customer agreed to is kept with it. */
  save_method: vine.boolean().optional(),
})

export const beginMethodSetup = vine.create({
  /** At which gateway; the first that keeps methods, when left out. */
  gateway_id: vine.string().maxLength(40).optional(),
})

export const listPaymentsQuery = vine.create({
  ...pageRules,
  status: vine.enum(paymentStatuses).optional(),
  invoice_id: vine.string().maxLength(40).optional(),
  order_id: vine.string().maxLength(40).optional(),
  customer_id: vine.string().maxLength(40).optional(),
  /** Only those about which staff are to decide: they look risky, or a bank reports fraud. */
  warned: vine.boolean().optional(),
})

export const acceptPaymentForm = vine.create({
  /** Why it may stand, for whoever asks later. */
  note: vine.string().trim().minLength(1).maxLength(500).optional(),
})

export const listOwnPaymentsQuery = vine.create({
  ...pageRules,
  status: vine.enum(paymentStatuses).optional(),
})

/** An amount in minor units, as text: JSON numbers are floats. */
const minorUnits = () => vine.string().regex(/^[1-9]\d{0,14}$/)

export const topUpForm = vine.create({
  /** In minor units of the customer's currency. */
  amount: minorUnits(),
  payment_method_id: vine.string().maxLength(40).optional(),
  gateway_id: vine.string().maxLength(40).optional(),
  save_method: vine.boolean().optional(),
  /** A UUID made up by whoever asks: the same one begins one top-up, however often it is sent. */
  request_key: vine.string().uuid().optional(),
})

/** The same by staff: the customer is not there, so nothing but a saved method can be charged. */
export const chargeTopUpForm = vine.create({
  /** In minor units of the customer's currency. */
  amount: minorUnits(),
  /** The default one when left out. */
  payment_method_id: vine.string().maxLength(40).optional(),
  /** A UUID made up by whoever asks: the same one begins one top-up, however often it is sent. */
  request_key: vine.string().uuid().optional(),
})

export const paymentLimitsForm = vine.create({
  allows_top_ups: vine.boolean(),
  top_up_min: minorUnits(),
  top_up_max: minorUnits(),
  top_up_day_max: minorUnits(),
  balance_max: minorUnits(),
  allows_part_payments: vine.boolean(),
  part_payment_min: minorUnits(),
})

export const methodOrder = vine.create({
  /** All saved methods of the customer, in the order in which they are charged. */
  payment_method_ids: vine.array(vine.string().maxLength(40)).maxLength(100),
})
