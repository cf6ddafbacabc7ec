import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readIpCountry } from '#app/checkout/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { AnswerOffer } from '#app/offers/actions/answer_offer'
import { continueUrl } from '#app/offers/http/continue_url'
import { refuseOffer, sendOfferNotFound } from '#app/offers/http/offer_refusals'
import { showOffer } from '#app/offers/http/offer_transformer'
import { acceptOfferForm, declineOfferForm } from '#app/offers/http/offer_validators'
import { findSentOffer, type SentOffer } from '#app/offers/queries/find_offer'

/** What a customer answers to a quote. */
@inject()
export default class OfferAnswersController {
  constructor(private answer: AnswerOffer) {}

  async accept(ctx: HttpContext) {
    const { name, accepts_terms } = await ctx.request.validateUsing(acceptOfferForm)
    const found = await findOwn(ctx)
    if (!found) return sendOfferNotFound(ctx)
    const accepted = await this.answer.accept({
      offerId: found.offer.id,
      name,
      hasAcceptedTerms: accepts_terms,
      customerId: visibleCustomer(ctx.caller!),
      userId: ctx.caller!.userId,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
      ipCountry: readIpCountry(ctx),
    })
    if (!accepted.ok) return refuseOffer(ctx, accepted.error)
    return { ...showOffer(accepted.value), continue_url: await continueUrl(accepted.value) }
  }

  async decline(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(declineOfferForm)
    const found = await findOwn(ctx)
    if (!found) return sendOfferNotFound(ctx)
    const declined = await this.answer.decline({ offerId: found.offer.id, reason: reason || null })
    return declined.ok ? showOffer(declined.value) : refuseOffer(ctx, declined.error)
  }
}

async function findOwn(ctx: HttpContext): Promise<SentOffer | null> {
  const id = readId('offer', ctx.params.id)
  return id ? findSentOffer(id, visibleCustomer(ctx.caller!)) : null
}
