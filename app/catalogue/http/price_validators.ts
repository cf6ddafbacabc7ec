import vine from '@vinejs/vine'
import { priceModels } from '#app/catalogue/domain/tiers'
import { intervalUnits } from '#app/shared/time/calendar'

/** Minor units as text, far below what a bigint column holds. */
const amount = () => vine.string().regex(/^\d{1,12}$/)
const currency = () => vine.string().regex(/^[A-Z]{3}$/)
const interval = () =>
  vine.object({
    unit: vine.enum(intervalUnits),
    count: vine.number().withoutDecimals().min(1).max(36),
  })
/** A calendar date of the tenant's zone. */
const day = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const units = () => vine.string().regex(/^\d{1,12}$/)

const tierRows = () =>
  vine
    .array(
      vine.object({
        up_to: units().nullable(),
        unit_amount: vine.string().regex(/^\d{1,12}(\.\d{1,12})?$/),
        flat_amount: amount().optional(),
      })
    )
    .maxLength(50)

const scale = {
  model: vine.enum(priceModels),
  tiers: tierRows(),
  package_size: units().optional(),
  free_units: units().optional(),
  minimum_amount: amount().optional(),
}

/** The price of an hour, in minor units with up to 12 decimals, and the most of a calendar month. */
const hourly = () =>
  vine.object({
    hour_amount: vine.string().regex(/^\d{1,12}(\.\d{1,12})?$/),
    month_at_most: amount().nullable().optional(),
  })

export const replacePriceBody = vine.create({
  currency: currency(),
  interval: interval(),
  amount: amount().optional().requiredIfMissing('hourly'),
  setup_amount: amount().optional(),
  hourly: hourly().nullable().optional(),
  valid_from: day().optional(),
})

export const replaceOptionPriceBody = vine.create({
  value_id: vine.string().maxLength(40).nullable().optional(),
  currency: currency(),
  interval: interval(),
  amount: amount()
    .optional()
    .requiredWhen((field) => field.parent.tiered == null && field.parent.hourly == null),
  setup_amount: amount().optional(),
  hourly: hourly().nullable().optional(),
  tiered: vine.object(scale).nullable().optional(),
  valid_from: day().optional(),
})

export const priceExampleBody = vine.create({
  ...scale,
  quantities: vine.array(vine.number().withoutDecimals().min(0).max(1_000_000)).minLength(1).maxLength(20),
})
