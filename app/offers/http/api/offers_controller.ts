import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { DraftOffer } from '#app/offers/actions/draft_offer'
import type { Offer } from '#app/offers/domain/offer'
import { refuseOffer, sendOfferNotFound } from '#app/offers/http/offer_refusals'
import { showOffer, showOfferToStaff, showSentOffer } from '#app/offers/http/offer_transformer'
import { changedOfferForm, listOffersQuery, newOfferForm, readAddressee, readWords } from '#app/offers/http/offer_validators' // prettier-ignore
import { findOffer, findSentOffer, listOffers } from '#app/offers/queries/find_offer'
import { findOfferUrl } from '#app/offers/queries/find_offer_document'
import { PriceOffer } from '#app/offers/queries/price_offer'

/** Quotes: a customer's own as they were sent, and everybody's for staff, who prepare them. */
@inject()
export default class OffersController {
  constructor(
    private drafts: DraftOffer,
    private priceOffer: PriceOffer
  ) {}

  async index({ request, caller }: HttpContext) {
    const { cursor, limit, status, customer_id, q } = await request.validateUsing(listOffersQuery)
    const ofCustomerId = customer_id ? readId('customer', customer_id) : null
    if (customer_id && !ofCustomerId) return toListAnswer({ rows: [], nextCursor: null }, showOffer)
    const page = await listOffers({
      customerId: visibleCustomer(caller!),
      ofCustomerId,
      status: status ?? null,
      text: q ?? null,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showOffer)
  }

  async show(ctx: HttpContext) {
    const id = readId('offer', ctx.params.id)
    const customerId = visibleCustomer(ctx.caller!)
    if (!id) return sendOfferNotFound(ctx)
    if (customerId) {
      const found = await findSentOffer(id, customerId)
      const isSeen = found && found.offer.status !== 'withdrawn'
      return isSeen ? showSentOffer(found, await findOfferUrl(found.offer)) : sendOfferNotFound(ctx)
    }
    const offer = await findOffer(id)
    return offer ? this.showToStaff(offer) : sendOfferNotFound(ctx)
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(newOfferForm)
    const to = readAddressee(form)
    if (!to) return refuseOffer(ctx, { type: 'customer_not_found' })
    const begun = await this.drafts.begin({ ...readWords(form), to, staffId: ctx.caller!.userId })
    if (!begun.ok) return refuseOffer(ctx, begun.error)
    ctx.response.status(201)
    return this.showToStaff(begun.value)
  }

  async update(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(changedOfferForm)
    const offerId = readId('offer', ctx.params.id)
    const known = offerId ? await findOffer(offerId) : null
    if (!offerId || !known) return sendOfferNotFound(ctx)
    const to = readAddressee(form, known.customerId)
    if (!to) return refuseOffer(ctx, { type: 'customer_not_found' })
    const changed = await this.drafts.change({ ...readWords(form), offerId, revision: form.revision, to })
    return changed.ok ? this.showToStaff(changed.value) : refuseOffer(ctx, changed.error)
  }

  private async showToStaff(offer: Offer) {
    const priced = offer.status === 'draft' ? await this.priceOffer.execute(offer) : null
    return showOfferToStaff(offer, priced?.ok ? priced.value : null)
  }
}
