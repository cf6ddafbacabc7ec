import { isCurrencyCode } from '#app/shared/money/currency'

/**
 * What a converted price is rounded to. `exact`: the smallest unit, half away from zero. `ends_99`: the nearest price that ends in .99 (in
 * 99 where a currency has no decimals). `step_05`: the nearest 0.05. `whole`: the nearest whole unit.
 */
export const priceRoundings = ['exact', 'ends_99', 'step_05', 'whole'] as const
export type PriceRounding = (typeof priceRoundings)[number]

/** In which currencies a tenant sells, in their order on pages, and how prices that are converted into one are rounded. */
export interface CurrencySettings {
  currencies: readonly string[]
  priceRounding: Readonly<Record<string, PriceRounding>>
}

export const usualRounding: PriceRounding = 'ends_99'

/** The settings as they are written; what is none is left out. */
export function readPriceRounding(settings: Record<string, unknown>): Record<string, PriceRounding> {
  const written = settings.priceRounding
  if (typeof written !== 'object' || written === null) return {}
  const isRounding = (value: unknown): value is PriceRounding =>
    (priceRoundings as readonly unknown[]).includes(value)
  return Object.fromEntries(
    Object.entries(written).filter((entry): entry is [string, PriceRounding] => isRounding(entry[1]))
  )
}

/** Codes of ISO 4217 that are no money to pay with: metals, test codes, funds (XAU, XTS …). The X of regions stays: XAF, XOF, XPF, XCD. */
const noMoney = /^X(?!AF|OF|PF|CD|CG)/

export function isSellable(code: string): boolean {
  return isCurrencyCode(code) && !noMoney.test(code)
}

export type CurrencyProblem =
  | { field: `currencies.${number}`; type: 'currency_impossible' | 'no_rate'; currency: string }
  | { field: 'currencies'; type: 'currency_in_use'; currency: string; count: number }
  | { field: 'reporting_currency'; type: 'currency_impossible' | 'reporting_kept'; currency: string }

export interface CurrencySituation {
  before: { currencies: readonly string[]; reporting: string }
  after: { currencies: readonly string[]; reporting: string }
  /** How many customers are billed in a currency. */
  customers: ReadonlyMap<string, number>
  /** Currencies of which no rate to the reporting currency is known: nothing could be booked in them. */
  withoutRate: ReadonlySet<string>
  isAnythingBooked: boolean
}

/** Why currencies cannot be what is wished, each with its field. */
export function findCurrencyProblems(situation: CurrencySituation): CurrencyProblem[] {
  const { before, after, customers, withoutRate } = situation
  const codes = after.currencies.flatMap((currency, index): CurrencyProblem[] => {
    const field = `currencies.${index}` as const
    if (!isSellable(currency)) return [{ field, type: 'currency_impossible', currency }]
    return withoutRate.has(currency) ? [{ field, type: 'no_rate', currency }] : []
  })
  const gone = before.currencies
    .filter((currency) => !after.currencies.includes(currency))
    .flatMap((currency): CurrencyProblem[] => {
      const count = customers.get(currency) ?? 0
      return count > 0 ? [{ field: 'currencies', type: 'currency_in_use', currency, count }] : []
    })
  return [...codes, ...gone, ...findReportingProblems(situation)]
}

function findReportingProblems(situation: CurrencySituation): CurrencyProblem[] {
  const { before, after, isAnythingBooked } = situation
  const currency = after.reporting
  if (currency === before.reporting) return []
  const field = 'reporting_currency'
  if (!isSellable(currency)) return [{ field, type: 'currency_impossible', currency }]
  return isAnythingBooked ? [{ field, type: 'reporting_kept', currency: before.reporting }] : []
}
