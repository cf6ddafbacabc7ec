import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { taxPlaceReviewed } from '#app/billing/tax_events'
import { lockEvidence } from '#app/billing/records/tax_evidence'
import { findPlace, savePlace, type WeighedPlace } from '#app/billing/records/tax_places'

export type ReviewTaxPlaceError = { type: 'place_not_in_doubt' }

/** Staff looked into where a customer is and say why the billing address holds. Counts until another piece of evidence is learned. */
@inject()
export class ReviewTaxPlace {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: {
    customerId: string
    userId: string
    note: string
  }): Promise<Result<WeighedPlace, ReviewTaxPlaceError>> {
    return inTransaction(async () => {
      const { customerId, userId, note } = input
      lockEvidence(customerId)
      const place = await findPlace(customerId)
      if (!place?.openSince) return err({ type: 'place_not_in_doubt' })
      const review = { at: this.clock.now(), by: userId, note }
      const reviewed = { ...place, openSince: null, review }
      await savePlace(reviewed)
      const data = { customerId, country: place.country, verdict: place.verdict, note }
      await this.events.record([
        fact(taxPlaceReviewed, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(reviewed)
    })
  }
}
