import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { err, ok, type Result } from '#app/shared/result'
import type { Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { priceReplaced } from '#app/catalogue/events'
import { findPlanRow } from '#app/catalogue/records/catalogue_writes'
import { insertPrice, retirePrice } from '#app/catalogue/records/price_writes'

export interface NewPrice {
  currency: string
  interval: Interval
  amount: bigint
  setupAmount: bigint
}

export type ReplacePriceError = { type: 'plan_not_found' } | { type: 'currency_unknown' }

/** Gives a plan another price in one currency and interval. The old one ends for new orders; who agreed to it keeps it. */
@inject()
export class ReplacePrice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(planId: string, price: NewPrice): Promise<Result<string, ReplacePriceError>> {
    return inTransaction(async () => {
      if (!isCurrencyCode(price.currency)) return err({ type: 'currency_unknown' })
      if (!(await findPlanRow(planId))) return err({ type: 'plan_not_found' })
      const at = this.clock.now()
      const id = newId()
      const replacedId = await retirePrice(planId, price, at)
      await insertPrice({ ...price, id, planId, at })
      const data = { priceId: id, planId, replacedId, amount: price.amount.toString() }
      await this.events.record([fact(priceReplaced, { kind: 'plan', id: planId }, { data })])
      return ok(id)
    })
  }
}
