import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import {
  type Catalogue,
  catalogueIn,
  findSellable,
  loadCatalogue,
  offeredCurrencies,
  presentProduct,
} from '#app/catalogue/index'
import { findCustomer } from '#app/customers/index'
import { pageSize } from '#app/shared/http/common_rules'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { readId, showId } from '#app/shared/ids'
import type { Offer } from '#app/offers/domain/offer'
import { canBeRevised } from '#app/offers/domain/offer_state'
import { explainOfferFault } from '#app/offers/http/offer_refusals'
import { showOffer, showOfferToStaff, showSentOffer } from '#app/offers/http/offer_transformer'
import { listOffersQuery } from '#app/offers/http/offer_validators'
import { findOffer, findSentOffer, findVersions, listOffers } from '#app/offers/queries/find_offer'
import { findOfferUrl } from '#app/offers/queries/find_offer_document'
import { PriceOffer } from '#app/offers/queries/price_offer'

/** Quotes as staff make and follow them. Changes go through the API's own controllers. */
@inject()
export default class OfferPagesController {
  constructor(private priceOffer: PriceOffer) {}

  async index(ctx: HttpContext) {
    const { status, q, cursor, customer_id } = await ctx.request.validateUsing(listOffersQuery)
    const page = await listOffers({
      customerId: null,
      ofCustomerId: customer_id ? readId('customer', customer_id) : null,
      status: status ?? null,
      text: q ?? null,
      before: cursor ?? null,
      size: pageSize(undefined),
    })
    return renderPage(ctx, 'offers/admin/offers', {
      offers: page.rows.map(showOffer),
      next_cursor: page.nextCursor,
    })
  }

  async create(ctx: HttpContext) {
    const customerId = readId('customer', ctx.request.input('customer'))
    const customer = customerId ? await findCustomer(customerId) : null
    return renderPage(ctx, 'offers/admin/new_offer', {
      customer: customer && {
        id: showId('customer', customer.id),
        name: customer.name,
        email: customer.email,
        currency: customer.currency,
      },
      currencies: offeredCurrencies((await loadCatalogue()).products),
      locale: ctx.host.tenant.locale,
    })
  }

  async show(ctx: HttpContext) {
    const offer = await findOffer(readRecordId(ctx, 'offer'))
    if (!offer) throw notFound(ctx)
    const versions = offer.number === null ? [] : await findVersions(offer.number)
    const others = versions.filter(({ id }) => id !== offer.id).map(showOffer)
    if (offer.status === 'draft') return this.showDraft(ctx, offer, others)
    const sent = await findSentOffer(offer.id, null)
    const isOrdered = versions.some(({ orderId }) => orderId)
    const hasDraft = versions.some(({ status }) => status === 'draft')
    return renderPage(ctx, 'offers/admin/offer', {
      offer: showOfferToStaff(offer, null),
      sent: sent && showSentOffer(sent, await findOfferUrl(offer)),
      versions: others,
      may_be_revised: canBeRevised(offer) && offer.number !== null && !isOrdered && !hasDraft,
    })
  }

  private async showDraft(ctx: HttpContext, offer: Offer, versions: object[]) {
    const catalogue = catalogueIn(await loadCatalogue(), ctx.i18n.locale)
    const priced = await this.priceOffer.execute(offer)
    const faults = priced.ok ? [] : priced.error.filter(({ type }) => type !== 'nothing_offered')
    return renderPage(ctx, 'offers/admin/offer_draft', {
      offer: showOfferToStaff(offer, priced.ok ? priced.value : null),
      faults: faults.map((fault) => explainOfferFault(ctx, fault)),
      versions,
      products: sellableProducts(catalogue),
    })
  }
}

/** What can be sold, hidden plans too: staff offer what they like. */
function sellableProducts(catalogue: Catalogue) {
  return catalogue.products
    .map((product) => ({ ...product, plans: product.plans.filter(({ id }) => findSellable(catalogue, id)) }))
    .filter(({ plans }) => plans.length > 0)
    .map(presentProduct)
}
