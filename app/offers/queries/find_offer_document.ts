import { readContent, type SalesDocument } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { keyedPath } from '#app/identity/index'
import { findSurfaceUrls } from '#app/tenancy/index'
import type { Offer } from '#app/offers/domain/offer'
import type { SentOffer } from '#app/offers/queries/find_offer'
import { findOfferToken } from '#app/offers/queries/open_offer_link'

/** Where an offer is read and answered, in its language. Null before it is sent. */
export async function findOfferUrl(offer: Pick<Offer, 'id' | 'locale'>): Promise<string | null> {
  const token = await findOfferToken(offer.id)
  const { storefront } = await findSurfaceUrls()
  return token && `${storefront}${offerPath(offer.locale)}${token}`
}

/** The address of offers on the storefront, to which the key is added. */
export function offerPath(locale: string): string {
  const path = keyedPath('quotes')
  return locale === currentTenant().locale ? path : `/${locale}${path}`
}

/** The paper of an offer, as it was sealed. */
export async function offerDocumentOf({ offer, document }: SentOffer): Promise<SalesDocument> {
  return {
    kind: 'quote',
    content: readContent(document),
    standing: null,
    corrects: null,
    validUntil: offer.validUntil,
    remark: offer.intro,
    url: offer.status === 'sent' ? await findOfferUrl(offer) : null,
  }
}
