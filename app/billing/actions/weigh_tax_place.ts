import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { judgePlace } from '#app/billing/domain/taxation/tax_place_doubt'
import { taxPlaceDoubted, taxPlaceProved } from '#app/billing/tax_events'
import { listNewestEvidence, lockEvidence } from '#app/billing/records/tax_evidence'
import { findPlace, savePlace, type WeighedPlace } from '#app/billing/records/tax_places'

/** Weighs what tells where a customer is. No sale waits for it: where fewer than two pieces agree, staff find it on their list. */
@inject()
export class WeighTaxPlace {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns null when the customer's country is not known */
  execute({ customerId }: { customerId: string }): Promise<WeighedPlace | null> {
    return inTransaction(async () => {
      lockEvidence(customerId)
      const customer = await findCustomer(customerId)
      if (!customer?.country) return null
      const now = this.clock.now()
      const pieces = (await listNewestEvidence([customerId], now)).get(customerId)!
      const known = await findPlace(customerId)
      const { place, change } = judgePlace({ customerId, country: customer.country, pieces, known, now })
      await savePlace(place)
      if (change) {
        const kind = change === 'doubted' ? taxPlaceDoubted : taxPlaceProved
        const data = { customerId, country: place.country, verdict: place.verdict }
        await this.events.record([fact(kind, { kind: 'customer', id: customerId }, { customerId, data })])
      }
      return place
    })
  }
}
