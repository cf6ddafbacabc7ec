import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { offerFact } from '#app/offers/actions/announce_offer'
import type { Offer } from '#app/offers/domain/offer'
import { moveOffer, type OfferMoveNotAllowed } from '#app/offers/domain/offer_state'
import { offerWithdrawn } from '#app/offers/events'
import { lockOffer, updateOffer } from '#app/offers/records/offers'

export type WithdrawOfferError = { type: 'offer_not_found' } | OfferMoveNotAllowed

/** Takes an offer back that did not become an order: its link says so from now on. */
@inject()
export class WithdrawOffer {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ offerId }: { offerId: string }): Promise<Result<Offer, WithdrawOfferError>> {
    return inTransaction(async () => {
      const offer = await lockOffer(offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      const move = moveOffer(offer, 'withdraw')
      if (!move.ok) return move
      const now = this.clock.now()
      await updateOffer(offer.id, { status: move.value, closedAt: now, updatedAt: now })
      await this.events.record([offerFact(offerWithdrawn, offer)])
      return ok({ ...offer, status: move.value, closedAt: now })
    })
  }
}
