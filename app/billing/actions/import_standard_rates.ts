import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { compete, overlap } from '#app/billing/domain/taxation/validity'
import { taxRateAdded } from '#app/billing/tax_events'
import { loadStandardRates } from '#app/billing/records/standard_rates'
import { insertTaxRates, listTaxRates, lockRates, type StoredRate } from '#app/billing/records/tax_rates'

/** Adds the rates that come with the platform wherever the tenant has none of its own for those days. */
@inject()
export class ImportStandardRates {
  constructor(private events: EventLog) {}

  /** @returns how many were added */
  async execute(): Promise<number> {
    const standard = await loadStandardRates()
    return inTransaction(async () => {
      lockRates()
      const existing = await listTaxRates()
      const rates: StoredRate[] = standard
        .map((rate) => ({ ...rate, id: newId() }))
        .filter((rate) => !existing.some((other) => compete(other, rate) && overlap(other, rate)))
      await insertTaxRates(rates)
      await this.events.record(
        rates.map(({ id, country, region, percent, validFrom }) =>
          fact(
            taxRateAdded,
            { kind: 'tax_rate', id },
            { data: { rateId: id, country, region, percent, validFrom } }
          )
        )
      )
      return rates.length
    })
  }
}
