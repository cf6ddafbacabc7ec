/** The door of offers: quotes that staff make and somebody accepts. */
export { EraseOffers } from '#app/offers/actions/erase_offers'
export { oldQuotes } from '#app/offers/queries/old_quotes'
export type { Offer } from '#app/offers/domain/offer'
export { findOffer, findSentOffer, listOffers } from '#app/offers/queries/find_offer'
export { offerPath } from '#app/offers/queries/find_offer_document'
export { openOfferLink } from '#app/offers/queries/open_offer_link'
export { showOffer } from '#app/offers/http/offer_transformer'
