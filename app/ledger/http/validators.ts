import vine from '@vinejs/vine'
import { day } from '#app/shared/http/day_rule'

/** Forms only; whether currency, day and rate can be is decided by the action, with a reason for each. */
export const enterRateBody = vine.create({
  currency: vine.string().trim().toUpperCase().fixedLength(3),
  on: vine.string().trim().maxLength(10),
  per_euro: vine.string().trim().maxLength(30),
})

export const listRatesQuery = vine.create({
  before: day().optional(),
  currency: vine
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})
