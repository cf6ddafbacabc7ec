import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { makeQuoteBody } from '#app/checkout/http/checkout_validators'
import { presentQuote } from '#app/checkout/http/quote_transformer'
import { readConfiguration } from '#app/checkout/http/read_configuration'
import { sendQuoteRefusal } from '#app/checkout/http/send_quote_refusal'
import { findVisibleQuote } from '#app/checkout/queries/find_order_page'
import { findCustomer } from '#app/customers/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'

/** What configured plans cost this customer, kept for a day. */
@inject()
export default class QuotesController {
  constructor(private makeQuote: MakeQuote) {}

  async store(ctx: HttpContext) {
    const { items } = await ctx.request.validateUsing(makeQuoteBody)
    const customer = (await findCustomer(visibleCustomer(ctx.caller!)!))!
    const quote = await this.makeQuote.execute({
      items: items.map(readConfiguration),
      currency: customer.currency,
      country: customer.country,
      locale: ctx.i18n.locale,
      customerId: customer.id,
    })
    return quote.ok ? presentQuote(quote.value) : sendQuoteRefusal(ctx, quote.error)
  }

  async show(ctx: HttpContext) {
    const id = readId('quote', ctx.params.id)
    const found = id ? await findVisibleQuote(ctx.caller!, id) : null
    if (found) return presentQuote(found.quote)
    return sendProblem(ctx, { status: 404, code: 'quote_not_found', detail: 'You have no such quote.' })
  }
}
