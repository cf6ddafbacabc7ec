import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import { DraftOffer, type DraftOfferError } from '#app/offers/actions/draft_offer'
import { SendOffer } from '#app/offers/actions/send_offer'
import { WithdrawOffer } from '#app/offers/actions/withdraw_offer'
import type { Offer } from '#app/offers/domain/offer'
import { refuseOffer, sendOfferNotFound } from '#app/offers/http/offer_refusals'
import { showOfferToStaff } from '#app/offers/http/offer_transformer'
import { sendOfferForm } from '#app/offers/http/offer_validators'
import { PriceOffer } from '#app/offers/queries/price_offer'

/** What staff do with a quote: send it, take it back, begin its next version, or another one like it. */
@inject()
export default class OfferStepsController {
  constructor(
    private sendOffer: SendOffer,
    private withdrawOffer: WithdrawOffer,
    private drafts: DraftOffer,
    private priceOffer: PriceOffer
  ) {}

  async send(ctx: HttpContext) {
    const { revision } = await ctx.request.validateUsing(sendOfferForm)
    const offerId = readId('offer', ctx.params.id)
    if (!offerId) return sendOfferNotFound(ctx)
    const sent = await this.sendOffer.execute({ offerId, revision })
    return sent.ok ? showOfferToStaff(sent.value, null) : refuseOffer(ctx, sent.error)
  }

  async withdraw(ctx: HttpContext) {
    const offerId = readId('offer', ctx.params.id)
    if (!offerId) return sendOfferNotFound(ctx)
    const withdrawn = await this.withdrawOffer.execute({ offerId })
    return withdrawn.ok ? showOfferToStaff(withdrawn.value, null) : refuseOffer(ctx, withdrawn.error)
  }

  async revise(ctx: HttpContext) {
    return this.begin(ctx, (input) => this.drafts.revise(input))
  }

  async copy(ctx: HttpContext) {
    return this.begin(ctx, (input) => this.drafts.copy(input))
  }

  /** A new draft from what is there, priced as of today. */
  private async begin(
    ctx: HttpContext,
    make: (input: { offerId: string; staffId: string }) => Promise<Result<Offer, DraftOfferError>>
  ) {
    const offerId = readId('offer', ctx.params.id)
    if (!offerId) return sendOfferNotFound(ctx)
    const draft = await make({ offerId, staffId: ctx.caller!.userId })
    if (!draft.ok) return refuseOffer(ctx, draft.error)
    const priced = await this.priceOffer.execute(draft.value)
    ctx.response.status(201)
    return showOfferToStaff(draft.value, priced.ok ? priced.value : null)
  }
}
