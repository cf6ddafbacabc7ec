import vine from '@vinejs/vine'
import { priceRoundings } from '#app/billing/domain/currency_settings'
import type { CurrencyOverview } from '#app/billing/queries/find_currencies'

export const currenciesShape = vine.create({
  /** Sent back with a change: whoever saw an older version is refused. */
  version: vine.number(),
  reporting_currency: vine.string(),
  /** Whether the reporting currency may still be another one: nothing is booked. */
  is_reporting_free: vine.boolean(),
  currencies: vine.array(
    vine.object({
      code: vine.string(),
      /** How many customers are billed in it: with some it stays. */
      customers: vine.number(),
      price_rounding: vine.enum(priceRoundings),
      /** What one unit is worth in the reporting currency, as an exact fraction, with the days of the rates behind it. */
      rate: vine.object({ value: vine.string(), on: vine.array(vine.string()) }).nullable(),
    })
  ),
})

export function showCurrencies({
  version,
  reportingCurrency,
  isReportingFree,
  currencies,
}: CurrencyOverview) {
  return {
    version,
    reporting_currency: reportingCurrency,
    is_reporting_free: isReportingFree,
    currencies: currencies.map(({ code, customers, priceRounding, rate }) => ({
      code,
      customers,
      price_rounding: priceRounding,
      rate: rate && {
        value: `${rate.rate.numerator}/${rate.rate.denominator}`,
        on: rate.from.map(({ on }) => on),
      },
    })),
  }
}
