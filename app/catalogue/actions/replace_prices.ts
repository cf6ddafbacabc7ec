import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn, type Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findVersionFaults, type VersionFault } from '#app/catalogue/domain/price_version'
import { amountOfQuantity, readTiers, type WrittenTiers } from '#app/catalogue/domain/written_tiers'
import { optionChanged, priceReplaced } from '#app/catalogue/events'
import {
  type OptionVersion,
  type PlanVersion,
  replaceOptionVersions,
  replacePlanVersions,
} from '#app/catalogue/records/price_batches'
import { lockPrices } from '#app/catalogue/records/price_writes'

/** A price that takes the place of another at what has one already, of the same product. */
export interface ReplacingPrice {
  planId: string | null
  optionId: string | null
  valueId: string | null
  currency: string
  interval: Interval
  amount: bigint
  setupAmount: bigint
  /** Of quantities; the first unit's price is taken instead of the amount. */
  tiers: WrittenTiers | null
}

/**
 * Gives many plans and options of a product other prices from a day on, as `ReplacePrice` and `ReplaceOptionPrice` do for one, in as few
 * statements for a hundred as for one. Refused as a whole.
 */
@inject()
export class ReplacePrices {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(
    prices: readonly ReplacingPrice[],
    { productId, validFrom: wished }: { productId: string; validFrom?: CalendarDate | undefined }
  ): Promise<Result<null, { type: 'version_refused'; faults: VersionFault[] }>> {
    return inTransaction(async () => {
      lockPrices()
      const at = this.clock.now()
      const today = dateIn(currentTenant().timeZone, at)
      const validFrom = wished ?? today
      const faults = prices.flatMap(({ tiers }) =>
        findVersionFaults({ validFrom, tiers: tiers && readTiers(tiers) }, today)
      )
      if (faults.length > 0) return err({ type: 'version_refused', faults })
      const plans = prices.flatMap(({ planId, ...price }) =>
        planId ? [{ ...price, id: newId(), planId, validFrom }] : []
      )
      const options = prices.flatMap(({ optionId, ...price }) =>
        optionId ? [{ ...price, id: newId(), optionId, amount: amountIn(price), validFrom }] : []
      )
      const when = { at, validFrom, today }
      const replaced = plans.length > 0 ? await replacePlanVersions(plans, when) : new Map<string, string>()
      if (options.length > 0) await replaceOptionVersions(options, when)
      await this.events.record([
        ...plans.map((version) => planFact(version, replaced.get(version.id) ?? null)),
        ...options.map((version) => optionFact(version, productId)),
      ])
      return ok(null)
    })
  }
}

function amountIn({ amount, tiers }: Pick<ReplacingPrice, 'amount' | 'tiers'>): bigint {
  return tiers ? amountOfQuantity({ unitAmount: 0n, quantity: 1, tiers }) : amount
}

function planFact({ id, planId, amount, validFrom }: PlanVersion, replacedId: string | null): NewFact {
  const data = { priceId: id, planId, replacedId, amount: amount.toString(), validFrom }
  return fact(priceReplaced, { kind: 'plan', id: planId }, { data })
}

function optionFact({ id, optionId, currency, interval, amount, validFrom }: OptionVersion, productId: string): NewFact {
  const changes = { priceId: id, currency, interval, amount: amount.toString(), validFrom }
  return fact(optionChanged, { kind: 'option', id: optionId }, { data: { optionId, productId, changes } })
} // prettier-ignore
