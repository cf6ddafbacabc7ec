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
export async function findRate(from: string, to: string, on: CalendarDate): Promise<FoundRate | null> {
  return (await findRates([from], to, on)).get(from) ?? null
}

/** The same for many currencies at once; what no rate is known for is missing. */
export function findRates(
  currencies: readonly string[],
  to: string,
  on: CalendarDate
): Promise<Map<string, FoundRate>> {
  return inReadTransaction(async () => {
    const isForeign = currencies.some((currency) => currency !== to)
    const needed = new Set((isForeign ? [...currencies, to] : []).filter((each) => each !== pivotCurrency))
    const kept = new Map(
      (await findKeptRates([...needed].map((currency) => ({ currency, on })))).map((rate) => [
        rate.currency,
        rate,
      ])
    )
    const perEuro = new Map([...kept].map(([currency, rate]) => [currency, rate.perEuro]))
    const found = new Map<string, FoundRate>()
    for (const from of currencies) {
      const between = from === to ? [] : [from, to].filter((currency) => currency !== pivotCurrency)
      if (between.some((currency) => !kept.has(currency))) continue
      const rates = between.map((currency) => kept.get(currency)!)
      found.set(from, { rate: rateBetween(perEuro, from, to), from: rates.map(toKeptRate) })
    }
    return found
  })
}

function toKeptRate({ currency, on, source, perEuro }: KeptRate): KeptRate {
  return { currency, on, source, perEuro }
}
