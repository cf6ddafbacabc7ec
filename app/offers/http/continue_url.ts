import { showId } from '#app/shared/ids'
import { findSurfaceUrls } from '#app/tenancy/index'
import { keyedPath } from '#app/identity/index'
import type { Offer } from '#app/offers/domain/offer'
import { findOfferToken } from '#app/offers/queries/open_offer_link'

/** Where an accepted offer goes on: to its order, or to the page that makes a customer of whoever accepted it. */
export async function continueUrl({ id, orderId }: Pick<Offer, 'id' | 'orderId'>): Promise<string> {
  const { account } = await findSurfaceUrls()
  if (orderId) return `${account}/orders/${showId('order', orderId)}`
  return `${account}${keyedPath('quotes', (await findOfferToken(id)) ?? '')}`
}
