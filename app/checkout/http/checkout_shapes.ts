import { intervalUnits } from '#app/shared/time/calendar'
import vine from '@vinejs/vine'
import { specShape } from '#app/catalogue/index'
import { taxReasons } from '#app/billing/index'
import { couponRefusals } from '#app/promotions/index'
import { orderStatuses } from '#app/checkout/domain/order_state'

/** What the API promises of quotes and orders. */
const text = () => vine.string().nullable()
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const interval = () => vine.object({ unit: vine.enum(intervalUnits), count: vine.number() })

const line = () =>
  vine.object({
    kind: vine.enum(['plan', 'option', 'setup', 'item'] as const),
    description: vine.string(),
    quantity: vine.number(),
    unit_amount: money(),
    gross_amount: money(),
    discounts: vine.array(
      vine.object({
        kind: vine.enum(['coupon', 'loyalty'] as const),
        code: text(),
        name: vine.string(),
        percent: text(),
        share: vine.string().optional(),
        fixed: text(),
        amount: vine.string(),
      })
    ),
    amount: money(),
    tax_name: text(),
    tax_percent: vine.string(),
    tax_amount: money(),
    explanation: vine.any(),
  })

const itemFields = {
  plan_id: vine.string(),
  product_name: vine.string(),
  plan_name: vine.string(),
  hostname: vine.string(),
  interval: interval(),
  options: vine.record(vine.any()),
  choices: vine.array(vine.object({ label: vine.string(), value: vine.string() })),
  spec: specShape(),
  first_period_ends_on: text(),
  has_trial: vine.boolean(),
  /** The amount of an hour is minor units, with decimals. */
  hourly: vine.array(
    vine.object({
      description: vine.string(),
      quantity: vine.number(),
      hour_amount: vine.string(),
      month_at_most: money(),
    })
  ),
  lines: vine.array(line()),
}

const discounts = () =>
  vine.array(
    vine.object({
      kind: vine.enum(['coupon', 'loyalty'] as const),
      code: text(),
      name: vine.string(),
      amount: money(),
    })
  )

const taxes = () =>
  vine.array(
    vine.object({
      country: text(),
      name: text(),
      percent: vine.string(),
      taxable: money(),
      amount: money(),
    })
  )

const quoteFields = {
  id: vine.string(),
  country: text(),
  created_at: vine.string(),
  expires_at: vine.string(),
  currency: vine.string(),
  items: vine.array(vine.object(itemFields)),
  /** What was agreed on besides the plans, charged once. */
  one_offs: vine.array(line()),
  subtotal: money(),
  tax_total: money(),
  total: money(),
  discount_total: money(),
  discounts: discounts(),
  coupons: vine.array(vine.object({ code: vine.string(), name: vine.string(), variant: text() })),
  taxes: taxes(),
  tax_reason: vine.enum(taxReasons),
  tax_note: text(),
  recurring: vine.array(
    vine.object({
      interval: interval(),
      reduced: vine.array(vine.object({ periods: vine.number(), total: money() })),
      subtotal: money(),
      tax_total: money(),
      total: money(),
    })
  ),
  trial: vine
    .object({
      days: vine.number(),
      needs_payment_method: vine.boolean(),
      first_charge_on: vine.string(),
      lines: vine.array(line()),
      discounts: discounts(),
      taxes: taxes(),
      subtotal: money(),
      tax_total: money(),
      total: money(),
    })
    .nullable(),
}

const orderFields = {
  id: vine.string(),
  number: vine.string(),
  customer_id: vine.string(),
  quote_id: vine.string(),
  status: vine.enum(orderStatuses),
  total: money(),
  failure: text(),
  created_at: vine.string(),
  finished_at: text(),
}

/** What was entered and is not used, with why. */
const refusedCoupons = vine.array(
  vine.object({ code: vine.string(), reason: vine.enum(couponRefusals), message: vine.string() })
)

export const quoteShape = vine.create(quoteFields)
export const newQuoteShape = vine.create({ ...quoteFields, refused_coupons: refusedCoupons })
export const orderShape = vine.create(orderFields)
export const orderWithLinesShape = vine.create({
  ...orderFields,
  lines: vine.array(
    vine.object({
      id: vine.string(),
      status: vine.enum(['pending', 'active', 'failed'] as const),
      total: money(),
      ...itemFields,
    })
  ),
  quote: vine.object(quoteFields),
})
