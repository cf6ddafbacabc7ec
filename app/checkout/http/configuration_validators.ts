import { intervalUnits } from '#app/shared/time/calendar'
import vine from '@vinejs/vine'
import { optionChoices } from '#app/catalogue/index'
import { country } from '#app/shared/http/country_rule'

/** A plan with what was chosen. Whether it can be sold so is the catalogue's to say; here it only has to have the form. */
export const configurationFields = {
  plan_id: vine.string().maxLength(40),
  interval: vine.object({
    unit: vine.enum(intervalUnits),
    count: vine.number().withoutDecimals().min(1).max(36),
  }),
  hostname: vine.string().trim().maxLength(253),
  options: optionChoices().optional(),
  trial: vine.boolean().optional(),
}

export const currencyRule = () => vine.string().regex(/^[A-Z]{3}$/)

export const previewValidator = vine.create({
  currency: currencyRule(),
  country: country().nullable().optional(),
  items: vine.array(vine.object(configurationFields)).minLength(1).maxLength(20),
})

export const cartItemValidator = vine.create({ currency: currencyRule(), ...configurationFields })
