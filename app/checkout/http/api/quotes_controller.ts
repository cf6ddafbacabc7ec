import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { makeQuoteBody } from '#app/checkout/http/checkout_validators'
import { explainCoupon } from '#app/checkout/http/explain_coupon'
import { presentQuote } from '#app/checkout/http/quote_transformer'
import { readConfiguration } from '#app/checkout/http/read_configuration'
import { sendQuoteRefusal } from '#app/checkout/http/send_quote_refusal'
import { findVisibleQuote } from '#app/checkout/queries/find_order_page'
import { findCustomer } from '#app/customers/index'
import { findCouponSubject, normaliseCode, noteEntries, refuseCouponEntry } from '#app/promotions/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'

/** What configured plans cost this customer, kept for a day. */
@inject()
export default class QuotesController {
  constructor(private makeQuote: MakeQuote) {}

  async store(ctx: HttpContext) {
    const { items, coupons = [] } = await ctx.request.validateUsing(makeQuoteBody)
    const customer = (await findCustomer(visibleCustomer(ctx.caller!)!))!
    const refusal = coupons.length > 0 ? await refuseCouponEntry(ctx, coupons.length) : null
    if (refusal) {
      const detail = ctx.i18n.t(`checkout_refusals.coupons.${refusal}`)
      return sendProblem(ctx, { status: 429, code: refusal, detail })
    }
    const quote = await this.makeQuote.execute({
      items: items.map(readConfiguration),
      currency: customer.currency,
      country: customer.country,
      locale: ctx.i18n.locale,
      customerId: customer.id,
      coupons: await Promise.all(coupons.map((code) => enterFor(customer.id, normaliseCode(code)))),
    })
    if (!quote.ok) return sendQuoteRefusal(ctx, quote.error)
    const { refusedCoupons } = quote.value
    const guessed = refusedCoupons.filter(({ reason }) => reason === 'not_valid').length
    await noteEntries(ctx, { entered: coupons.length, guessed })
    return {
      ...presentQuote(quote.value),
      refused_coupons: refusedCoupons.map((refused) => explainCoupon(ctx, refused)),
    }
  }

  async show(ctx: HttpContext) {
    const id = readId('quote', ctx.params.id)
    const found = id ? await findVisibleQuote(ctx.caller!, id) : null
    if (found) return presentQuote(found.quote)
    return sendProblem(ctx, { status: 404, code: 'quote_not_found', detail: 'You have no such quote.' })
  }
}

async function enterFor(customerId: string, code: string) {
  return { code, subject: await findCouponSubject(code, { customerId, cartId: customerId }) }
}
