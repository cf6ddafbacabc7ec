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
  /** As the preview said: otherwise nothing is changed. */
  expected: vine.object({
    count: vine.number().withoutDecimals().min(1).max(10_000),
    rate: vine.string().maxLength(200),
    sum: vine.string().maxLength(60),
  }),
})

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const conversionShape = vine.create({
  /** Exactly, as a fraction. */
  rate: vine.string(),
  rate_on: vine.string(),
  sources: vine.array(vine.string()),
  count: vine.number(),
  /** All that would be entered, added up, in minor units with decimals. */
  sum: vine.string(),
  prices: vine.array(
    vine.object({
      source: vine.any(),
      before: money().nullable(),
      before_setup: money().nullable(),
      amount: money(),
      setup: money(),
    })
  ),
})
