import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { newId } from '#app/shared/ids'
import { explainCoupon } from '#app/checkout/index'
import { refuseOffer } from '#app/offers/http/offer_refusals'
import { showPricedTerms } from '#app/offers/http/offer_transformer'
import { newOfferForm, readAddressee, readWords } from '#app/offers/http/offer_validators'
import { PriceOffer } from '#app/offers/queries/price_offer'

/** What a quote would cost while staff write it: the rule that seals it, and nothing is written. */
@inject()
export default class OfferPreviewsController {
  constructor(private priceOffer: PriceOffer) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(newOfferForm)
    const to = readAddressee(form)
    const customer = to?.customerId ? await findCustomer(to.customerId) : null
    if (!to || (to.customerId && !customer)) return refuseOffer(ctx, { type: 'customer_not_found' })
    const { terms } = readWords(form)
    const { currency, country, locale } = to.customerId === null ? to : customer!
    const { customerId } = to
    const priced = await this.priceOffer.execute({ id: newId(), terms, currency, country, locale, customerId }) // prettier-ignore
    if (!priced.ok) return refuseOffer(ctx, { type: 'terms_refused', faults: priced.error })
    const refused = priced.value.refusedCoupons.map((coupon) => explainCoupon(ctx, coupon))
    return { ...showPricedTerms(priced.value, currency), refused_coupons: refused }
  }
}
