import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn, isCalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { pivotCurrency } from '#app/ledger/domain/exchange_rates'
import { exchangeRateEntered } from '#app/ledger/events'
import { keepRates, type KeptRate, ownSource } from '#app/ledger/records/exchange_rates'

export interface EnterExchangeRateInput {
  currency: string
  on: CalendarDate
  /** Units of the currency for one euro, a plain decimal with up to twelve places. */
  perEuro: string
}

export type EnterExchangeRateError = {
  type:
    | 'currency_unknown'
    | 'currency_is_pivot'
    | 'day_impossible'
    | 'day_in_future'
    | 'rate_impossible'
    | 'kept_already'
}

const plainDecimal = /^\d{1,9}(\.\d{1,12})?$/

/**
 * Keeps a rate of the tenant's own for a day: for currencies that no feed publishes, or where the tax office names the rate. On
 * its day it goes before a feed's. A day that has one keeps it.
 */
@inject()
export class EnterExchangeRate {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: EnterExchangeRateInput): Promise<Result<KeptRate, EnterExchangeRateError>> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const type = complaintAbout(input, dateIn(currentTenant().timeZone, now))
      if (type) return err({ type })
      const rate: KeptRate = { ...input, source: ownSource }
      if ((await keepRates([rate], now)) === 0) return err({ type: 'kept_already' })
      const id = derivedId(currentTenant().id, `exchange_rate ${input.currency} ${input.on}`)
      await this.events.record([fact(exchangeRateEntered, { kind: 'exchange_rate', id }, { data: input })])
      return ok(rate)
    })
  }
}

function complaintAbout(
  { currency, on, perEuro }: EnterExchangeRateInput,
  today: CalendarDate
): Exclude<EnterExchangeRateError['type'], 'kept_already'> | null {
  if (!isCurrencyCode(currency)) return 'currency_unknown'
  if (currency === pivotCurrency) return 'currency_is_pivot'
  if (!isCalendarDate(on)) return 'day_impossible'
  if (on > today) return 'day_in_future'
  return plainDecimal.test(perEuro) && /[1-9]/.test(perEuro) ? null : 'rate_impossible'
}
