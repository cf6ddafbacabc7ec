import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { saleStates } from '#app/catalogue/domain/catalogue'
import { productKinds } from '#app/catalogue/domain/kinds/product_kinds'
import { translatedFields } from '#app/catalogue/domain/translation'

const slug = () => vine.string().regex(/^[a-z0-9-]{1,60}$/)
const prose = () => vine.string().trim().maxLength(5000)
const position = () => vine.number().withoutDecimals().min(0).max(10_000)
const status = () => vine.enum(saleStates)
const activity = () => vine.enum(['active', 'archived'] as const)
/** Held to the rules of the product's kind once it is known which one that is. */
const spec = () => vine.record(vine.any())
const panelDriver = () => vine.string().regex(/^[a-z0-9_]{1,40}$/)
const panelSpec = () => vine.record(vine.any())

/** Texts in other languages, given as a whole; an empty one falls back on the tenant's own language. */
const translations = (fields: readonly string[]) => {
  const texts = () =>
    vine.object(
      Object.fromEntries(fields.map((field) => [field, translatedText(field).nullable().optional()]))
    )
  return vine.object({ en: texts().optional(), de: texts().optional() })
}
const translatedText = (field: string) =>
  field === 'name' || field === 'group'
    ? vine.string().trim().maxLength(100).regex(/^[^\p{Cc}]*$/u)
    : field === 'tagline'
      ? vine.string().trim().maxLength(200)
      : prose() // prettier-ignore

export const createProductBody = vine.create({
  slug: slug(),
  kind: vine.enum(productKinds).optional(),
  name: singleLine(100),
  tagline: vine.string().trim().maxLength(200).optional(),
  description: prose().optional(),
})

export const updateProductBody = vine.create({
  name: singleLine(100).optional(),
  tagline: vine.string().trim().maxLength(200).optional(),
  description: prose().optional(),
  position: position().optional(),
  status: status().optional(),
  translations: translations(translatedFields.product).optional(),
})

export const createPlanBody = vine.create({
  slug: slug(),
  name: singleLine(100),
  description: prose().optional(),
  spec: spec(),
  panel_driver: panelDriver().optional(),
  panel_package: singleLine(100),
})

export const updatePlanBody = vine.create({
  name: singleLine(100).optional(),
  description: prose().optional(),
  spec: spec().optional(),
  panel_package: singleLine(100).optional(),
  position: position().optional(),
  is_recommended: vine.boolean().optional(),
  status: status().optional(),
  stock_limit: vine.number().withoutDecimals().min(0).max(1_000_000).nullable().optional(),
  /** The free days a new customer may begin with; null takes the offer away. */
  trial: vine
    .object({ days: vine.number().withoutDecimals().min(1).max(90), needs_payment_method: vine.boolean() })
    .nullable()
    .optional(),
  translations: translations(translatedFields.plan).optional(),
})

export const createOptionBody = vine.create({
  code: vine.string().regex(/^[a-z0-9_]{1,40}$/),
  name: singleLine(100),
  help: prose().optional(),
  kind: vine.enum(['choice', 'quantity', 'toggle'] as const),
  minimum: vine.number().withoutDecimals().min(0).max(1000).optional(),
  maximum: vine.number().withoutDecimals().min(1).max(1000).optional(),
})

export const updateOptionBody = vine.create({
  name: singleLine(100).optional(),
  help: prose().optional(),
  minimum: vine.number().withoutDecimals().min(0).max(1000).optional(),
  maximum: vine.number().withoutDecimals().min(0).max(1000).optional(),
  position: position().optional(),
  status: activity().optional(),
  translations: translations(translatedFields.option).optional(),
})

export const createOptionValueBody = vine.create({
  code: vine.string().regex(/^[a-z0-9_.-]{1,60}$/),
  name: singleLine(100),
  group: vine.string().trim().maxLength(100).optional(),
  spec: panelSpec().optional(),
})

export const updateOptionValueBody = vine.create({
  name: singleLine(100).optional(),
  group: vine.string().trim().maxLength(100).optional(),
  spec: panelSpec().optional(),
  position: position().optional(),
  is_default: vine.boolean().optional(),
  status: activity().optional(),
  translations: translations(translatedFields.optionValue).optional(),
})
