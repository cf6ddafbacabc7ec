import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import type { GiftRequest } from '#app/billing/domain/gift_request'
import type { GiftFact } from '#app/billing/events'

/** A fact about a gift that needs or had a second person; the act itself has facts of its own. */
export function toGiftFact(type: EventKind<GiftFact>, request: GiftRequest): NewFact {
  const { id, gift, customerId, money, reason, requestedBy } = request
  const data: GiftFact = {
    giftRequestId: id,
    kind: gift.kind,
    invoiceId: gift.kind === 'balance' ? null : gift.invoiceId,
    amount: `${money.amount}`,
    currency: money.currency,
    reason,
    requestedBy,
  }
  return fact(type, { kind: 'gift_request', id }, { customerId, data })
}
