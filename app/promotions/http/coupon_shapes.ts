import vine from '@vinejs/vine'
import { couponStatuses } from '#app/promotions/domain/coupon'

/** What the API promises of coupons and loyalty. */
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const text = () => vine.string().nullable()
const number = () => vine.number().nullable()

const benefit = () =>
  vine.object({
    kind: vine.enum(['percent', 'fixed', 'free_setup', 'free_months'] as const),
    percent: vine.string().optional(),
    amounts: vine.record(vine.string()).optional(),
    months: vine.number().optional(),
  })

const couponFields = {
  id: vine.string(),
  code: vine.string(),
  name: vine.string(),
  status: vine.enum(couponStatuses),
  benefit: benefit(),
  variants: vine.array(vine.object({ key: vine.string(), weight: vine.number(), benefit: benefit() })),
  periods: number(),
  limit_total: number(),
  limit_per_customer: number(),
  redeemed_count: vine.number(),
  plan_ids: vine.array(vine.string()).nullable(),
  intervals: vine.array(vine.string()).nullable(),
  countries: vine.array(vine.string()).nullable(),
  minimum_amounts: vine.record(vine.string()).nullable(),
  is_for_new_customers: vine.boolean(),
  starts_at: text(),
  ends_at: text(),
  position: vine.number(),
  is_exclusive: vine.boolean(),
  created_at: vine.string(),
}

export const couponShape = vine.create(couponFields)

export const couponReportShape = vine.create({
  ...couponFields,
  results: vine.array(
    vine.object({
      variant: text(),
      shown: number(),
      buyers: vine.number(),
      payers: vine.number(),
      redeemed: vine.number(),
      orders: vine.number(),
      returned: vine.number(),
      revenue: vine.array(money()),
    })
  ),
})

export const loyaltyShape = vine.create({
  is_on: vine.boolean(),
  name: vine.string(),
  gap_days: vine.number(),
  tiers: vine.array(vine.object({ after_months: vine.number(), percent: vine.string() })),
})
