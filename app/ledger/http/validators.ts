import vine from '@vinejs/vine'

/** Forms only; whether currency, day and rate can be is decided by the action, with a reason for each. */
export const enterRateBody = vine.create({
  currency: vine.string().trim().toUpperCase().fixedLength(3),
  on: vine.string().trim().maxLength(10),
  per_euro: vine.string().trim().maxLength(30),
})

export const listRatesQuery = vine.create({
  before: vine
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    .optional(),
  currency: vine
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})
