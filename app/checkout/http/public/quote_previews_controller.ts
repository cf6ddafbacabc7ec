import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { previewValidator } from '#app/checkout/http/configuration_validators'
import { presentDraft } from '#app/checkout/http/quote_transformer'
import { readConfiguration } from '#app/checkout/http/read_configuration'
import { sendQuoteRefusal } from '#app/checkout/http/send_quote_refusal'

/** What a choice costs while it is being made. The same rule makes the quote; nothing is kept here. */
@inject()
export default class QuotePreviewsController {
  constructor(private makeQuote: MakeQuote) {}

  async store(ctx: HttpContext) {
    const { items, currency, country } = await ctx.request.validateUsing(previewValidator)
    const priced = await this.makeQuote.preview({
      items: items.map((item) => ({ ...readConfiguration(item), isUnfinished: true })),
      currency,
      country: country ?? null,
      customerId: null,
      locale: ctx.i18n.locale,
    })
    if (!priced.ok) return sendQuoteRefusal(ctx, priced.error)
    return ctx.response.send({ data: presentDraft(priced.value, currency) })
  }
}
