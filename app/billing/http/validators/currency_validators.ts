import vine from '@vinejs/vine'
import { priceRoundings } from '#app/billing/domain/currency_settings'

/** Whether a code is one of a currency is the rule's to say, which names the field. */
const code = () =>
  vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)

export const changeCurrenciesForm = vine.create({
  version: vine.number().withoutDecimals().min(0),
  reporting_currency: code(),
  /** In their order on pages, the usual one first. */
  currencies: vine
    .array(vine.object({ code: code(), price_rounding: vine.enum(priceRoundings) }))
    .minLength(1)
    .maxLength(30)
    .distinct('code'),
})
