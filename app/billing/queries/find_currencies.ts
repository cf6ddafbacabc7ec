import { currenciesOf, readSettings } from '#app/tenancy/index'
import { findRates, type FoundRate } from '#app/ledger/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import { type PriceRounding, readPriceRounding, usualRounding } from '#app/billing/domain/currency_settings'
import { countCustomersByCurrency, isAnythingBooked } from '#app/billing/records/currency_use'

export interface CurrencyOverview {
  version: number
  reportingCurrency: string
  /** Whether it may still be another one: nothing is booked. */
  isReportingFree: boolean
  currencies: {
    code: string
    customers: number
    priceRounding: PriceRounding
    /** What one unit is worth in the reporting currency by the last kept rates. */
    rate: FoundRate | null
  }[]
}

/** In which currencies does the tenant sell, who is billed in them, and what are they worth in its books? */
export function findCurrencies(clock: Clock): Promise<CurrencyOverview> {
  return inReadTransaction(async () => {
    const { settings, version } = await readSettings()
    const { reportingCurrency, timeZone } = currentTenant()
    const today = dateIn(timeZone, clock.now())
    const customers = await countCustomersByCurrency()
    const rounding = readPriceRounding(settings)
    const codes = currenciesOf(settings)
    const rates = await findRates(codes, reportingCurrency, today)
    const currencies = codes.map((code) => ({
      code,
      customers: customers.get(code) ?? 0,
      priceRounding: rounding[code] ?? usualRounding,
      rate: rates.get(code) ?? null,
    }))
    return { version, reportingCurrency, isReportingFree: !(await isAnythingBooked()), currencies }
  })
}
