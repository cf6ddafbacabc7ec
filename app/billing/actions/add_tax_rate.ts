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

/** Adds a rate from a day on; the one that it replaces ends on that day. Rates of the past are never touched. */
@inject()
export class AddTaxRate {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: Omit<StoredRate, 'id'>): Promise<Result<StoredRate, AddTaxRateError>> {
    return inTransaction(async () => {
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const refusal = refuseValidity(input, today)
      if (refusal) return err({ type: refusal })
      lockRates()
      const rate: StoredRate = { ...input, id: newId() }
      const plan = planRate(rate, { existing: await listTaxRates(), today })
      if (typeof plan === 'string') return err({ type: plan })
      for (const { id } of plan.ended) await endTaxRate(id, rate.validFrom)
      await insertTaxRates([rate])
      const { country, region, percent, validFrom } = rate
      await this.events.record([
        ...plan.ended.map(({ id }) =>
          fact(
            taxRateEnded,
            { kind: 'tax_rate', id },
            { data: { rateId: id, country, region, validUntil: validFrom } }
          )
        ),
        fact(
          taxRateAdded,
          { kind: 'tax_rate', id: rate.id },
          { data: { rateId: rate.id, country, region, percent, validFrom } }
        ),
      ])
      return ok(rate)
    })
  }
}
