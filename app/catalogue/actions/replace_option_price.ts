import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { err, ok, type Result } from '#app/shared/result'
import type { Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { optionChanged } from '#app/catalogue/events'
import { findOptionRow, findOptionValueRow } from '#app/catalogue/records/catalogue_writes'
import { insertOptionPrice, retireOptionPrice } from '#app/catalogue/records/price_writes'

export interface NewOptionPrice {
  optionId: string
  valueId: string | null
  currency: string
  interval: Interval
  amount: bigint
}

export type ReplaceOptionPriceError =
  { type: 'option_not_found' } | { type: 'value_not_found' } | { type: 'currency_unknown' }

/** Gives a choice another price in one currency and interval, for new orders. */
@inject()
export class ReplaceOptionPrice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: NewOptionPrice): Promise<Result<string, ReplaceOptionPriceError>> {
    const { optionId, valueId, amount } = input
    return inTransaction(async () => {
      if (!isCurrencyCode(input.currency)) return err({ type: 'currency_unknown' })
      const option = await findOptionRow(optionId)
      if (!option) return err({ type: 'option_not_found' })
      const value = valueId ? await findOptionValueRow(valueId) : null
      // A choice has its prices at its values, a quantity or a toggle at itself.
      const fits = option.kind === 'choice' ? value?.option_id === optionId : valueId === null
      if (!fits) return err({ type: 'value_not_found' })
      const id = newId()
      await retireOptionPrice({ optionId, valueId }, input, this.clock.now())
      await insertOptionPrice({ ...input, id })
      const changes = { currency: input.currency, interval: input.interval, amount: amount.toString() }
      const data = { optionId, productId: option.product_id, changes }
      await this.events.record([fact(optionChanged, { kind: 'option', id: optionId }, { data })])
      return ok(id)
    })
  }
}
