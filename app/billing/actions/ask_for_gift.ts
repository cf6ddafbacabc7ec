import { isDeepStrictEqual } from 'node:util'
import { inject } from '@adonisjs/core'
import { findGiftRefusal } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { toGiftFact } from '#app/billing/actions/announce_gift'
import { WeighGift, type WeighGiftError } from '#app/billing/actions/weigh_gift'
import type { Gift, GiftRequest } from '#app/billing/domain/gift_request'
import { giftApprovalNeeded } from '#app/billing/events'
import { insertGiftRequest, lockGiftRequest } from '#app/billing/records/gift_requests'

export interface AskForGiftInput {
  /** The same id asks once. */
  id: string
  gift: Gift
  reason: string
  requestedBy: string
}

export type AskForGiftError =
  | WeighGiftError
  | { type: 'within_own_limit' }
  /** Its id was used for another request. */
  | { type: 'request_key_reused' }

/** Asks for somebody's agreement to a gift that is more than who asks may give alone. Nothing moves before. */
@inject()
export class AskForGift {
  constructor(
    private clock: Clock,
    private weigh: WeighGift,
    private events: EventLog
  ) {}

  execute({ id, gift, reason, requestedBy }: AskForGiftInput): Promise<Result<GiftRequest, AskForGiftError>> {
    return inTransaction(async () => {
      const earlier = await lockGiftRequest(id)
      if (earlier) {
        const isRepeat = isDeepStrictEqual(earlier.gift, gift) && earlier.reason === reason
        return isRepeat ? ok(earlier) : err({ type: 'request_key_reused' })
      }
      const weighed = await this.weigh.execute(gift)
      if (!weighed.ok) return weighed
      const { customerId, money } = weighed.value
      if (!(await findGiftRefusal(customerId, money))) return err({ type: 'within_own_limit' })
      const request: GiftRequest = {
        id,
        gift,
        customerId,
        money,
        reason,
        status: 'waiting',
        requestedBy,
        requestedAt: this.clock.now(),
        decidedBy: null,
        decidedAt: null,
      }
      if (await insertGiftRequest(request))
        await this.events.record([toGiftFact(giftApprovalNeeded, request)])
      return ok(request)
    })
  }
}
