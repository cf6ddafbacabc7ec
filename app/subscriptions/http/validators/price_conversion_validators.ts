import vine from '@vinejs/vine'
import { priceRoundings } from '#app/billing/index'

const currency = () => vine.string().regex(/^[A-Z]{3}$/)

const wish = {
  from: currency(),
  to: currency(),
  /** A fixed rate, units of `to` for one of `from`; absent: the last kept daily rate. */
  rate: vine.string().maxLength(24).nullable().optional(),
  rounding: vine.enum(priceRoundings),
  valid_from: vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
}

export const previewConversionBody = vine.create(wish)
export const applyConversionBody = vine.create({
  ...wish,
  expected_count: vine.number().withoutDecimals().min(1).max(10_000),
})

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const conversionShape = vine.create({
  rate: vine.string(),
  rate_on: vine.string(),
  sources: vine.array(vine.string()),
  count: vine.number(),
  prices: vine.array(
    vine.object({ source: vine.any(), before: money().nullable(), amount: money(), setup: money() })
  ),
})
