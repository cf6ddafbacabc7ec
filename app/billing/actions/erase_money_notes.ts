import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { toGiftFact } from '#app/billing/actions/announce_gift'
import { giftRefused } from '#app/billing/events'
import * as erasedNotes from '#app/billing/records/erased_notes'
import { closeGiftRequest, lockGiftRequest } from '#app/billing/records/gift_requests'

/** Calls off gifts to a customer who is forgotten, and forgets what staff noted beside their money. */
@inject()
export class EraseMoneyNotes {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(customerId: string): Promise<void> {
    return inTransaction(async () => {
      // Few at a time, and each is announced by itself.
      for (const id of await erasedNotes.listWaitingGifts(customerId)) await this.callOff(id)
      await erasedNotes.eraseOfCustomer(customerId)
    })
  }

  private async callOff(id: string): Promise<void> {
    const request = await lockGiftRequest(id)
    if (request?.status !== 'waiting') return
    await closeGiftRequest(id, { status: 'refused', decidedBy: null, decidedAt: this.clock.now() })
    await this.events.record([toGiftFact(giftRefused, request)])
  }
}
