import vine from '@vinejs/vine'
import type { NamedDiscountLimit } from '#app/promotions/queries/find_discount_limit'

export const showDiscountLimit = ({ role, label, percent }: NamedDiscountLimit) => ({ role, label, percent })

export const discountLimitShape = vine.create({
  role: vine.string(),
  /** What a role of the tenant's own is called. */
  label: vine.string().nullable(),
  /** Of the price; null for no limit. */
  percent: vine.number().nullable(),
})

export const discountLimitBody = vine.create({
  percent: vine.number().withoutDecimals().range([0, 100]).nullable(),
})
