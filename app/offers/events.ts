import { event } from '#app/shared/events/event'

interface OfferFact {
  offerId: string
  reference: string | null
}

export const offerSent = event<OfferFact>('offer.sent', 'A quote was sealed and is on its way to somebody.')
export const offerExpiring = event<OfferFact>(
  'offer.expiring',
  'A quote that nobody answered can be accepted for three more days.'
)
export const offerAccepted = event<OfferFact & { orderId: string | null; name: string }>(
  'offer.accepted',
  'Somebody accepted a quote; where its customer is not signed in, the order follows when they are.'
)
export const offerOrdered = event<OfferFact & { orderId: string }>(
  'offer.ordered',
  'Whoever accepted a quote has ordered it.'
)
export const offerDeclined = event<OfferFact & { reason: string | null }>(
  'offer.declined',
  'Somebody does not want what was offered.'
)
export const offerExpired = event<OfferFact>('offer.expired', 'Nobody answered a quote in time.')
export const offerWithdrawn = event<OfferFact>(
  'offer.withdrawn',
  'Staff took a quote or a draft of one back.'
)
export const offerSuperseded = event<OfferFact & { byOfferId: string }>(
  'offer.superseded',
  'A newer version of a quote took its place.'
)
