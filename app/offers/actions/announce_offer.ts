import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import type { Offer } from '#app/offers/domain/offer'

/** The fact that something happened to an offer. */
export function offerFact(
  kind: EventKind,
  { id, reference, customerId }: Pick<Offer, 'id' | 'reference' | 'customerId'>,
  data: Record<string, unknown> = {}
): NewFact {
  return fact(kind, { kind: 'offer', id }, { customerId, data: { offerId: id, reference, ...data } })
}
