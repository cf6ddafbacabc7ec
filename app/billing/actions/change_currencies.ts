import { inject } from '@adonisjs/core'
import { findRates } from '#app/ledger/index'
import { changeSettings, currenciesOf, type SettingsChangedMeanwhile } from '#app/tenancy/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  type CurrencyProblem,
  findCurrencyProblems,
  isSellable,
  type PriceRounding,
  readPriceRounding,
} from '#app/billing/domain/currency_settings'
import { currenciesChanged } from '#app/billing/events'
import {
  countCustomersByCurrency,
  isAnythingBooked,
  saveReportingCurrency,
} from '#app/billing/records/currency_use'

export type ChangeCurrenciesError =
  { type: 'currencies_refused'; problems: CurrencyProblem[] } | SettingsChangedMeanwhile

export interface CurrencyWish {
  /** The version of the settings that was seen. */
  version: number
  /** In which new customers may be billed, the usual one first. */
  currencies: string[]
  /** How prices that are converted into a currency are rounded; the others as usual. */
  priceRounding: Record<string, PriceRounding>
  reportingCurrency: string
}

/**
 * Says in which currencies the tenant sells, and in which its books are kept. A currency that customers are billed in stays, as does the
 * reporting currency once something is booked; one without a known rate cannot be booked and is refused.
 */
@inject()
export class ChangeCurrencies {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ version, ...wish }: CurrencyWish): Promise<Result<void, ChangeCurrenciesError>> {
    return inTransaction(async (): Promise<Result<void, ChangeCurrenciesError>> => {
      const changed = await changeSettings<{ type: 'currencies_refused'; problems: CurrencyProblem[] }>(
        version,
        async (settings) => {
          const before = {
            currencies: currenciesOf(settings),
            reporting: currentTenant().reportingCurrency,
            priceRounding: readPriceRounding(settings),
          }
          const problems = await this.findProblems(wish, before)
          if (problems.length > 0) return err({ type: 'currencies_refused', problems })
          if (wish.reportingCurrency !== before.reporting) await saveReportingCurrency(wish.reportingCurrency)
          const { currencies, reportingCurrency: reporting, priceRounding } = wish
          const data = { before, after: { currencies, reporting, priceRounding } }
          await this.events.record([
            fact(currenciesChanged, { kind: 'tenant', id: currentTenant().id }, { data }),
          ])
          return ok({ ...settings, currencies: wish.currencies, priceRounding: wish.priceRounding })
        }
      )
      return changed.ok ? ok() : changed
    })
  }

  private async findProblems(
    { currencies, reportingCurrency }: Omit<CurrencyWish, 'version'>,
    before: { currencies: string[]; reporting: string }
  ): Promise<CurrencyProblem[]> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const codes = currencies.filter(isSellable)
    const rates = await findRates(codes, reportingCurrency, today)
    return findCurrencyProblems({
      before,
      after: { currencies, reporting: reportingCurrency },
      customers: await countCustomersByCurrency(),
      withoutRate: new Set(codes.filter((code) => !rates.has(code))),
      isAnythingBooked: await isAnythingBooked(),
    })
  }
}
