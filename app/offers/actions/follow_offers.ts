import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { offerFact } from '#app/offers/actions/announce_offer'
import { moveOffer } from '#app/offers/domain/offer_state'
import { isReminderDue, reminderDays } from '#app/offers/domain/reminder'
import { offerExpired, offerExpiring } from '#app/offers/events'
import { listExpired, listNearlyExpired } from '#app/offers/records/due_offers'
import { lockOffer, updateOffer } from '#app/offers/records/offers'

const perLook = 1_000

/** What happens to offers that nobody answers: a reminder before the last day, and the end after it. */
@inject()
export class FollowOffers {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many were looked at */
  async expire(): Promise<number> {
    const today = this.today()
    const ids = await inReadTransaction(() => listExpired(today, perLook))
    return eachAlone(ids, (id) => this.expireOne(id, today))
  }

  /** @returns how many were looked at */
  async remind(): Promise<number> {
    const today = this.today()
    const days = { from: today, until: addDays(today, reminderDays) }
    const ids = await inReadTransaction(() => listNearlyExpired(days, perLook))
    return eachAlone(ids, (id) => this.remindOne(id, today))
  }

  private today(): CalendarDate {
    return dateIn(currentTenant().timeZone, this.clock.now())
  }

  private expireOne(id: string, today: CalendarDate): Promise<void> {
    return inTransaction(async () => {
      const offer = await lockOffer(id)
      const move = offer && moveOffer(offer, 'expire')
      if (!offer || !move?.ok || offer.validUntil >= today) return
      const now = this.clock.now()
      await updateOffer(id, { status: move.value, closedAt: now, updatedAt: now })
      await this.events.record([offerFact(offerExpired, offer)])
    })
  }

  private remindOne(id: string, today: CalendarDate): Promise<void> {
    return inTransaction(async () => {
      const offer = await lockOffer(id)
      if (!offer?.sentAt || offer.status !== 'sent') return
      const sentOn = dateIn(currentTenant().timeZone, offer.sentAt)
      if (!isReminderDue({ validUntil: offer.validUntil, sentOn, isReminded: offer.remindedAt !== null }, today)) return // prettier-ignore
      const now = this.clock.now()
      await updateOffer(id, { remindedAt: now, updatedAt: now })
      await this.events.record([offerFact(offerExpiring, offer)])
    })
  }
}
