import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { nothingHere, ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { showOffer } from '#app/offers/http/offer_transformer'
import { listOffersQuery } from '#app/offers/http/offer_validators'
import { findSentOffer, listOffers } from '#app/offers/queries/find_offer'
import { findOfferUrl } from '#app/offers/queries/find_offer_document'

/** The quotes that a customer was sent. */
export default class OwnOffersController {
  async index(ctx: HttpContext) {
    const { status, cursor } = await ctx.request.validateUsing(listOffersQuery)
    const page = await listOffers({
      customerId: ownCustomer(ctx),
      status: status ?? null,
      before: cursor ?? null,
      size: pageSize(undefined),
    })
    return renderPage(ctx, 'offers/portal/offers', {
      offers: page.rows.map(showOffer),
      next_cursor: page.nextCursor,
    })
  }

  /** The page on the storefront on which it is read and answered. */
  async show(ctx: HttpContext) {
    const id = readId('offer', ctx.params.id)
    const found = id ? await findSentOffer(id, ownCustomer(ctx)) : null
    const url = found && found.offer.status !== 'withdrawn' ? await findOfferUrl(found.offer) : null
    return url ? ctx.response.redirect().toPath(url) : nothingHere(ctx)
  }
}
