import { inReadTransaction } from '#app/shared/database/unit'
import type { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import { pivotCurrency, rateBetween } from '#app/ledger/domain/exchange_rates'
import { findKeptRates, type KeptRate } from '#app/ledger/records/exchange_rates'

export interface FoundRate {
  /** What one unit of the first currency is worth in the second, exactly. */
  rate: Fraction
  /** The kept rates it was made from, with their day and source; none between a currency and itself. */
  from: KeptRate[]
}

/** What a currency is worth in another on a day, by the rates kept for that day or the last before it. Null when none is known. */
export function findRate(from: string, to: string, on: CalendarDate): Promise<FoundRate | null> {
  return inReadTransaction(async () => {
    const needed = from === to ? [] : [from, to].filter((currency) => currency !== pivotCurrency)
    const kept = await findKeptRates(needed.map((currency) => ({ currency, on })))
    if (kept.length < needed.length) return null
    const rates = new Map(kept.map(({ currency, perEuro }) => [currency, perEuro]))
    return {
      rate: rateBetween(rates, from, to),
      from: kept.map(({ currency, on: keptOn, source, perEuro }) => ({
        currency,
        on: keptOn,
        source,
        perEuro,
      })),
    }
  })
}
