import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import type { CalendarDate } from '#app/shared/time/calendar'
import { convert, pivotCurrency, rateBetween } from '#app/ledger/domain/exchange_rates'
import { readRates } from '#app/ledger/records/exchange_rates'

/** Many amounts in one currency, each at the rate of a day and rounded once. Throws when a rate is not known. */
export function convertMoney(
  moneys: Money[],
  { to, on }: { to: string; on: CalendarDate }
): Promise<bigint[]> {
  return inReadTransaction(async () => {
    const foreign = moneys.filter(({ currency }) => currency !== to)
    const needed = foreign.length === 0 ? [] : [to, ...foreign.map(({ currency }) => currency)]
    const wanted = [...new Set(needed)].filter((currency) => currency !== pivotCurrency)
    const rates =
      (await readRates(wanted.map((currency) => ({ currency, on })))).get(on) ?? new Map<string, string>()
    return moneys.map(({ amount, currency }) =>
      convert(amount, rateBetween(rates, currency, to), { from: currency, to })
    )
  })
}
