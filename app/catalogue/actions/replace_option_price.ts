import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn, type Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findVersionFaults, type VersionFault } from '#app/catalogue/domain/price_version'
import { type AskedHourly, findIntervalFault, hourlyTiers } from '#app/catalogue/domain/hourly_price'
import type { TieredPrice } from '#app/catalogue/domain/tiers'
import { amountOfQuantity, writeTiers } from '#app/catalogue/domain/written_tiers'
import { optionChanged } from '#app/catalogue/events'
import { findOptionRow, findOptionValueRow } from '#app/catalogue/records/catalogue_writes'
import { insertOptionPrice, lockPrices, retireVersions } from '#app/catalogue/records/price_writes'

export interface NewOptionPrice {
  optionId: string
  valueId: string | null
  currency: string
  interval: Interval
  /** Of each unit; where there are tiers the first unit's is taken instead. */
  amount: bigint
  setupAmount?: bigint
  tiers?: TieredPrice | null
  /** The price of an hour, with which the amount is the most of a month. */
  hourly?: AskedHourly | null
  /** The first day on which new orders pay it; today when absent. */
  validFrom?: CalendarDate | undefined
}

export type ReplaceOptionPriceError =
  | { type: 'option_not_found' }
  | { type: 'value_not_found' }
  | { type: 'currency_unknown' }
  | { type: 'tiers_not_possible' }
  | { type: 'version_refused'; faults: VersionFault[] }

/** Gives a choice another price in one currency and interval, for new orders from a day on. */
@inject()
export class ReplaceOptionPrice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns the id of the new version */
  execute(input: NewOptionPrice): Promise<Result<string, ReplaceOptionPriceError>> {
    const { optionId, valueId, setupAmount = 0n, tiers = null, hourly = null } = input
    return inTransaction(async () => {
      lockPrices()
      if (!isCurrencyCode(input.currency)) return err({ type: 'currency_unknown' })
      const option = await findOptionRow(optionId)
      if (!option) return err({ type: 'option_not_found' })
      const value = valueId ? await findOptionValueRow(valueId) : null
      // A choice has its prices at its values, a quantity or a toggle at itself.
      const fits = option.kind === 'choice' ? value?.option_id === optionId : valueId === null
      if (!fits) return err({ type: 'value_not_found' })
      // Of a choice and a switch there is always one.
      if (tiers && (option.kind !== 'quantity' || input.interval.unit === 'hour'))
        return err({ type: 'tiers_not_possible' })
      const at = this.clock.now()
      const today = dateIn(currentTenant().timeZone, at)
      const validFrom = input.validFrom ?? today
      const byHour = findIntervalFault(input.interval, hourly)
      const faults = [...(byHour ? [byHour] : []), ...findVersionFaults({ validFrom, tiers }, today)]
      if (faults.length > 0) return err({ type: 'version_refused', faults })
      const written = hourly ? hourlyTiers(hourly.hourAmount, hourly.monthAtMost) : tiers && writeTiers(tiers)
      const amount = written
        ? amountOfQuantity({ unitAmount: 0n, quantity: 1, tiers: written })
        : input.amount
      const id = newId()
      await retireVersions({ optionId, valueId }, input, { at, validFrom, today })
      await insertOptionPrice({ ...input, id, amount, setupAmount, tiers: written, validFrom })
      const changes = {
        priceId: id,
        currency: input.currency,
        interval: input.interval,
        amount: amount.toString(),
        validFrom,
      }
      const data = { optionId, productId: option.product_id, changes }
      await this.events.record([fact(optionChanged, { kind: 'option', id: optionId }, { data })])
      return ok(id)
    })
  }
}
