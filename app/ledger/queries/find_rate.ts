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
    const rateOf = await findPairRates(
      currencies.map((from) => ({ from, to })),
      on
    )
    return new Map(
      currencies.flatMap((from) => {
        const found = rateOf({ from, to })
        return found ? [[from, found] as const] : []
      })
    )
  })
}

/** The same for pairs of currencies: one question, whatever their number, and none where each is worth itself. */
export function findPairRates(
  pairs: readonly { from: string; to: string }[],
  on: CalendarDate
): Promise<(pair: { from: string; to: string }) => FoundRate | null> {
  return inReadTransaction(async () => {
    const needed = pairs.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to])
    const wanted = [...new Set(needed)].filter((currency) => currency !== pivotCurrency)
    const rows = wanted.length === 0 ? [] : await findKeptRates(wanted.map((currency) => ({ currency, on })))
    const kept = new Map(rows.map((rate) => [rate.currency, rate]))
    return ({ from, to }) => foundRate(kept, { from, to })
  })
}

function foundRate(
  kept: ReadonlyMap<string, KeptRate>,
  { from, to }: { from: string; to: string }
): FoundRate | null {
  const between = from === to ? [] : [from, to].filter((currency) => currency !== pivotCurrency)
  if (between.some((currency) => !kept.has(currency))) return null
  const perEuro = new Map([...kept].map(([currency, rate]) => [currency, rate.perEuro]))
  const rates = between.map((currency) => kept.get(currency)!)
  return { rate: rateBetween(perEuro, from, to), from: rates.map(toKeptRate) }
}

function toKeptRate({ currency, on, source, perEuro }: KeptRate): KeptRate {
  return { currency, on, source, perEuro }
}
