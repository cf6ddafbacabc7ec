import { intervalUnits } from '#app/shared/time/calendar'
import vine from '@vinejs/vine'
import { hourlyShape, scaleShape } from '#app/catalogue/http/price_wire'
import { sizesShape } from '#app/catalogue/http/spec_wire'
import { saleStates } from '#app/catalogue/domain/catalogue'

/** What the API promises of products. */
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const activity = () => vine.enum(['active', 'archived'] as const)
const saleState = () => vine.enum(saleStates)

const priceFields = {
  id: vine.string(),
  interval: vine.object({ unit: vine.enum(intervalUnits), count: vine.number() }),
  amount: money(),
  setup: money(),
  hourly: hourlyShape().nullable(),
}
const optionPriceFields = { ...priceFields, tiered: scaleShape().nullable() }

const planFields = {
  id: vine.string(),
  slug: vine.string(),
  name: vine.string(),
  description: vine.string(),
  status: saleState(),
  /** Whether it can be ordered just now: false while nobody can say whether there is room. */
  is_available: vine.boolean(),
  is_recommended: vine.boolean(),
  trial: vine.object({ days: vine.number(), needs_payment_method: vine.boolean() }).nullable(),
  spec: sizesShape(),
  prices: vine.array(vine.object(priceFields)),
}

const valueFields = {
  id: vine.string(),
  code: vine.string(),
  name: vine.string(),
  group: vine.string(),
  status: activity(),
  is_default: vine.boolean(),
  is_available: vine.boolean(),
  variables: vine.array(
    vine.object({
      code: vine.string(),
      name: vine.string(),
      description: vine.string(),
      default_value: vine.string(),
      rules: vine.string(),
    })
  ),
  prices: vine.array(vine.object(optionPriceFields)),
}

const optionFields = {
  id: vine.string(),
  code: vine.string(),
  name: vine.string(),
  help: vine.string(),
  kind: vine.enum(['choice', 'quantity', 'toggle'] as const),
  status: activity(),
  minimum: vine.number(),
  maximum: vine.number(),
  prices: vine.array(vine.object(optionPriceFields)),
}

const productFields = {
  id: vine.string(),
  slug: vine.string(),
  kind: vine.string(),
  name: vine.string(),
  tagline: vine.string(),
  description: vine.string(),
  status: saleState(),
}

export const productShape = vine.create({
  ...productFields,
  plans: vine.array(vine.object(planFields)),
  options: vine.array(vine.object({ ...optionFields, values: vine.array(vine.object(valueFields)) })),
})

/** By language and field: `{ "de": { "name": "Standort" } }`. */
const translations = vine.record(vine.record(vine.string()))

const staffPlanFields = {
  ...planFields,
  translations: translations.clone(),
  position: vine.number(),
  stock_limit: vine.number().nullable(),
  panel_driver: vine.string(),
  panel_package: vine.string(),
}

const staffOptionFields = {
  ...optionFields,
  translations: translations.clone(),
  position: vine.number(),
  values: vine.array(
    vine.object({
      ...valueFields,
      translations: translations.clone(),
      spec: vine.record(vine.any()),
      position: vine.number(),
    })
  ),
}

/** With drafts, archived parts, and what each part means for the panel. */
export const staffProductShape = vine.create({
  ...productFields,
  translations: translations.clone(),
  position: vine.number(),
  plans: vine.array(vine.object(staffPlanFields)),
  options: vine.array(vine.object(staffOptionFields)),
})
