import vine from '@vinejs/vine'
import { chosenKeys } from '#app/customers/index'
import { pageRules } from '#app/shared/http/common_rules'
import { configurationFields } from '#app/checkout/http/configuration_validators'
import { orderStatuses } from '#app/checkout/domain/order_state'

export const makeQuoteBody = vine.create({
  items: vine.array(vine.object(configurationFields)).minLength(1).maxLength(20),
  coupons: vine.array(vine.string().trim().maxLength(40)).maxLength(5).optional(),
})

export const enterCouponBody = vine.create({ code: vine.string().trim().minLength(1).maxLength(40) })

export const placeOrderBody = vine.create({
  quote_id: vine.string().maxLength(40),
  accepts_terms: vine.boolean(),
  ssh_keys: chosenKeys().optional(),
})

export const trialMethodBody = vine.create({ payment_method_id: vine.string().maxLength(40) })

export const listOrdersQuery = vine.create({ ...pageRules, status: vine.enum(orderStatuses).optional() })

export const listAllOrdersQuery = vine.create({
  ...pageRules,
  status: vine.enum(orderStatuses).optional(),
  customer_id: vine.string().maxLength(40).optional(),
})
