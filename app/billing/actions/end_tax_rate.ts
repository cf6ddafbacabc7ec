import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { endOn, type EndingError } from '#app/billing/domain/taxation/validity'
import { taxRateEnded } from '#app/billing/tax_events'
import { deleteTaxRate, endTaxRate, lockTaxRate, type StoredRate } from '#app/billing/records/tax_rates'

export type EndTaxRateError = { type: 'tax_rate_not_found' | EndingError }

/** Ends a rate on a day from tomorrow on; one that has not begun by then is taken back. */
@inject()
export class EndTaxRate {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns the rate as it is now; null when it was taken back */
  execute({ id, on }: { id: string; on: CalendarDate }): Promise<Result<StoredRate | null, EndTaxRateError>> {
    return inTransaction(async () => {
      const rate = await lockTaxRate(id)
      if (!rate) return err({ type: 'tax_rate_not_found' })
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const move = endOn(rate, { on, today })
      if (move !== 'end' && move !== 'take_back') return err({ type: move })
      if (move === 'take_back') await deleteTaxRate(id)
      else await endTaxRate(id, on)
      const { country, region } = rate
      const data = { rateId: id, country, region, validUntil: on }
      await this.events.record([fact(taxRateEnded, { kind: 'tax_rate', id }, { data })])
      return ok(move === 'take_back' ? null : { ...rate, validUntil: on })
    })
  }
}
