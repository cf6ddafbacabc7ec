import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { planRate, refuseValidity, type ValidityError } from '#app/billing/domain/taxation/validity'
import { taxRateAdded, taxRateEnded } from '#app/billing/tax_events'
import {
  endTaxRate,
  insertTaxRates,
  listTaxRates,
  lockRates,
  type StoredRate,
} from '#app/billing/records/tax_rates'

export type AddTaxRateError = { type: 'starts_in_past' | 'overlaps' | ValidityError }

export interface AddedTaxRate {
  rate: StoredRate
  /** What it interrupts, as it holds again from its end on. */
  continued: StoredRate[]
}

/**
 * Adds a rate from a day on; the one that it replaces ends on that day, and holds again when the new one ends before it would have.
 * Rates of the past are never touched.
 */
@inject()
export class AddTaxRate {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: Omit<StoredRate, 'id'>): Promise<Result<AddedTaxRate, AddTaxRateError>> {
    return inTransaction(async () => {
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const refusal = refuseValidity(input, today)
      if (refusal) return err({ type: refusal })
      lockRates()
      const rate: StoredRate = { ...input, id: newId() }
      const plan = planRate(rate, { existing: await listTaxRates(), today })
      if (typeof plan === 'string') return err({ type: plan })
      for (const { id } of plan.ended) await endTaxRate(id, rate.validFrom)
      const continued = plan.continued.map((interrupted) => ({ ...interrupted, id: newId() }))
      await insertTaxRates([rate, ...continued])
      await this.events.record([
        ...plan.ended.map(({ id, country, region }) =>
          fact(
            taxRateEnded,
            { kind: 'tax_rate', id },
            { data: { rateId: id, country, region, validUntil: rate.validFrom } }
          )
        ),
        ...[rate, ...continued].map(({ id, country, region, percent, validFrom }) =>
          fact(
            taxRateAdded,
            { kind: 'tax_rate', id },
            { data: { rateId: id, country, region, percent, validFrom } }
          )
        ),
      ])
      return ok({ rate, continued })
    })
  }
}
