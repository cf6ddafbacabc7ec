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
import { priceReplaced } from '#app/catalogue/events'
import { findPlanRow } from '#app/catalogue/records/catalogue_writes'
import { insertPrice, lockPrices, retireVersions } from '#app/catalogue/records/price_writes'

export interface NewPrice {
  currency: string
  interval: Interval
  amount: bigint
  setupAmount: bigint
  /** The price of an hour, with which the amount is the most of a month. */
  hourly?: AskedHourly | null
  /** The first day on which new orders pay it; today when absent. */
  validFrom?: CalendarDate | undefined
}

export type ReplacePriceError =
  | { type: 'plan_not_found' }
  | { type: 'currency_unknown' }
  | { type: 'version_refused'; faults: VersionFault[] }

/**
 * Gives a plan another price in one currency and interval, from a day on. The old one ends for new orders on that day; who agreed to
 * it keeps it until staff move them.
 */
@inject()
export class ReplacePrice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns the id of the new version */
  execute(planId: string, price: NewPrice): Promise<Result<string, ReplacePriceError>> {
    return inTransaction(async () => {
      lockPrices()
      if (!isCurrencyCode(price.currency)) return err({ type: 'currency_unknown' })
      if (!(await findPlanRow(planId))) return err({ type: 'plan_not_found' })
      const at = this.clock.now()
      const today = dateIn(currentTenant().timeZone, at)
      const validFrom = price.validFrom ?? today
      const { hourly = null } = price
      const byHour = findIntervalFault(price.interval, hourly)
      const faults = [...(byHour ? [byHour] : []), ...findVersionFaults({ validFrom, tiers: null }, today)]
      if (faults.length > 0) return err({ type: 'version_refused', faults })
      const tiers = hourly && hourlyTiers(hourly.hourAmount, hourly.monthAtMost)
      const amount = tiers ? BigInt(tiers.maximumAmount!) : price.amount
      const id = newId()
      const replacedId = await retireVersions({ planId }, price, { at, validFrom, today })
      await insertPrice({ ...price, id, planId, amount, tiers, validFrom, at })
      const data = { priceId: id, planId, replacedId, amount: amount.toString(), validFrom }
      await this.events.record([fact(priceReplaced, { kind: 'plan', id: planId }, { data })])
      return ok(id)
    })
  }
}
