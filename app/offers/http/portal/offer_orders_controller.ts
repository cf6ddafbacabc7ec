import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { lacksMethod, presentDraft, readIpCountry } from '#app/checkout/index'
import { findCustomer, showCustomer } from '#app/customers/index'
import { keyOf } from '#app/identity/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { nothingHere, ownCustomer, tellRefusal } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { AnswerOffer } from '#app/offers/actions/answer_offer'
import type { Offer } from '#app/offers/domain/offer'
import { showOffer } from '#app/offers/http/offer_transformer'
import { findOfferOfLink } from '#app/offers/queries/find_offer'

/** Between an accepted quote and its order, for somebody who is no customer yet, or who was not signed in, or whose address or way to pay is missing. */
@inject()
export default class OfferOrdersController {
  constructor(private answer: AnswerOffer) {}

  async create(ctx: HttpContext) {
    const found = await findOfferOfLink(keyOf(ctx))
    const customerId = ctx.caller ? visibleCustomer(ctx.caller) : null
    if (!found || found.offer.status !== 'accepted') return nothingHere(ctx)
    const { offer, content } = found
    const isOfOther = offer.customerId !== null && customerId !== null && offer.customerId !== customerId
    if (offer.orderId && isOfOther) return nothingHere(ctx)
    if (offer.orderId) return ctx.response.redirect().toPath(`/orders/${showId('order', offer.orderId)}`)
    const customer = customerId && !isOfOther ? await findCustomer(customerId) : null
    ctx.response.header('cache-control', 'no-store')
    return renderPage(ctx, 'offers/portal/order_offer', {
      link: String(ctx.params.link),
      offer: showToOrder(offer),
      // Its customer is known: then an account is not made, but signed in to.
      is_for_customer: offer.customerId !== null,
      is_for_other: isOfOther,
      draft: presentDraft(
        { content, subtotal: offer.subtotal!, taxTotal: offer.taxTotal!, total: offer.total! },
        offer.currency
      ),
      customer: customer ? showCustomer(customer) : null,
      country: offer.country,
      needs_method: customer ? await lacksMethod(content, customer.id) : false,
    })
  }

  async store(ctx: HttpContext) {
    const found = await findOfferOfLink(keyOf(ctx))
    if (!found) return nothingHere(ctx)
    const ordered = await this.answer.order({
      offerId: found.offer.id,
      customerId: ownCustomer(ctx),
      userId: ctx.caller!.userId,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
      ipCountry: readIpCountry(ctx),
    })
    if (ordered.ok) return ctx.response.redirect().toPath(`/orders/${showId('order', ordered.value.orderId)}`)
    if (ordered.error.type === 'offer_not_found') return nothingHere(ctx)
    tellRefusal(ctx, 'offers', ordered.error)
    return ctx.response.redirect().toPath(`/quotes/${encodeURIComponent(String(ctx.params.link))}/order`)
  }
}

/** What is known of a customer is told to nobody who only has the link. */
function showToOrder(offer: Offer) {
  const shown = showOffer(offer)
  return offer.customerId ? { ...shown, customer: null, email: '' } : shown
}
