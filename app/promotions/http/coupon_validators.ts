import vine from '@vinejs/vine'
import { country } from '#app/shared/http/country_rule'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { couponStatuses } from '#app/promotions/domain/coupon'

/** Minor units as text. */
const amount = () => vine.string().regex(/^\d{1,12}$/)
const count = (max: number) => vine.number().withoutDecimals().min(1).max(max)
const instant = () =>
  vine.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/)

const benefit = () =>
  vine.object({
    kind: vine.enum(['percent', 'fixed', 'free_setup', 'free_months'] as const),
    percent: vine.string().maxLength(6).optional().requiredWhen('kind', '=', 'percent'),
    amounts: vine.record(amount()).optional().requiredWhen('kind', '=', 'fixed'),
    months: vine.number().withoutDecimals().optional().requiredWhen('kind', '=', 'free_months'),
  })

const terms = {
  periods: count(1200).nullable().optional(),
  variants: vine
    .array(
      vine.object({ key: vine.string().regex(/^[a-z0-9_-]{1,20}$/), weight: count(1000), benefit: benefit() })
    )
    .maxLength(6)
    .optional(),
  limit_total: count(1_000_000).nullable().optional(),
  limit_per_customer: count(1000).nullable().optional(),
  plan_ids: vine.array(vine.string().maxLength(40)).minLength(1).maxLength(200).nullable().optional(),
  intervals: vine
    .array(vine.string().regex(/^(day|week|month|year):\d{1,2}$/))
    .minLength(1)
    .maxLength(20)
    .nullable()
    .optional(),
  countries: vine.array(country()).minLength(1).maxLength(250).nullable().optional(),
  minimum_amounts: vine.record(amount()).nullable().optional(),
  is_for_new_customers: vine.boolean().optional(),
  starts_at: instant().nullable().optional(),
  ends_at: instant().nullable().optional(),
  position: count(1000).optional(),
  is_exclusive: vine.boolean().optional(),
}

export const createCouponBody = vine.create({
  code: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9_-]{2,39}$/),
  name: singleLine(80),
  benefit: benefit(),
  ...terms,
})

export const updateCouponBody = vine.create({
  name: singleLine(80).optional(),
  benefit: benefit().optional(),
  status: vine.enum(couponStatuses).optional(),
  ...terms,
})

export const listCouponsQuery = vine.create({
  ...pageRules,
  status: vine.enum(couponStatuses).optional(),
  q: vine.string().trim().maxLength(80).optional(),
})

export const loyaltyBody = vine.create({
  is_on: vine.boolean(),
  name: singleLine(80),
  gap_days: vine.number().withoutDecimals().min(0).max(365),
  tiers: vine
    .array(
      vine.object({
        after_months: vine.number().withoutDecimals().min(1).max(600),
        percent: vine.string().maxLength(6),
      })
    )
    .maxLength(20),
})
