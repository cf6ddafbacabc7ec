import { inReadTransaction } from '#app/shared/database/unit'
import { unseal } from '#app/shared/secrets/keyring'
import { offerTokenContext } from '#app/offers/domain/offer_token'
import { findOfferRow, findSealed } from '#app/offers/records/offers'

/** The key in the link of an offer, for who may have it; null before it is sent. */
export function findOfferToken(offerId: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const sealed = await findSealed(offerId)
    return sealed && unseal(sealed.sealedToken, offerTokenContext(offerId))
  })
}

/** The same for a mail that asks for an answer; null when there is nothing to answer any more. */
export function openOfferLink(offerId: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const offer = await findOfferRow(offerId)
    return offer?.status === 'sent' ? findOfferToken(offerId) : null
  })
}
