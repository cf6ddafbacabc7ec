import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { lockOffer, updateOffer } from '#app/offers/records/offers'

/** Keeps when an offer was opened for the first time, so that staff know that it arrived. */
@inject()
export class NoteOfferView {
  constructor(private clock: Clock) {}

  execute({ offerId }: { offerId: string }): Promise<void> {
    return inTransaction(async () => {
      const offer = await lockOffer(offerId)
      if (!offer || offer.firstViewedAt) return
      const now = this.clock.now()
      await updateOffer(offerId, { firstViewedAt: now, updatedAt: now })
    })
  }
}
