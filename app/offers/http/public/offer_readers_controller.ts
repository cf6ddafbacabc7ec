import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { listProductLinks } from '#app/catalogue/index'
import { readIpCountry } from '#app/checkout/index'
import { currentTenant } from '#app/shared/database/context'
import { keyOf } from '#app/identity/index'
import { nothingHere } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { AnswerOffer } from '#app/offers/actions/answer_offer'
import { NoteOfferView } from '#app/offers/actions/note_offer_view'
import { decideAnswer } from '#app/offers/domain/offer_state'
import { continueUrl } from '#app/offers/http/continue_url'
import { refuseOffer, sendOfferNotFound } from '#app/offers/http/offer_refusals'
import { showSentOffer } from '#app/offers/http/offer_transformer'
import { acceptOfferForm, declineOfferForm } from '#app/offers/http/offer_validators'
import { findOfferOfLink, type SentOffer } from '#app/offers/queries/find_offer'

/** The page that the link in the mail leads to: whoever has the link reads the quote there and answers it. */
@inject()
export default class OfferReadersController {
  constructor(
    private clock: Clock,
    private answer: AnswerOffer,
    private noteView: NoteOfferView
  ) {}

  async show(ctx: HttpContext) {
    const found = await findOfLink(ctx)
    if (!found) return nothingHere(ctx)
    const { offer } = found
    if (!offer.firstViewedAt) await this.noteView.execute({ offerId: offer.id })
    const answer = decideAnswer(offer, dateIn(currentTenant().timeZone, this.clock.now()))
    const goesOn = offer.status === 'accepted' ? await continueUrl(offer) : null
    ctx.response.header('cache-control', 'no-store')
    return renderPage(ctx, 'offers/public/offer', {
      site: {
        base_locale: ctx.host.tenant.locale,
        currency: offer.currency,
        products: await listProductLinks(ctx.i18n.locale),
      },
      link: String(ctx.params.link),
      offer: showToReader(found),
      refusal: answer.ok ? null : answer.error.type,
      continue_url: goesOn,
    })
  }

  async accept(ctx: HttpContext) {
    const { name, accepts_terms } = await ctx.request.validateUsing(acceptOfferForm)
    const found = await findOfLink(ctx)
    if (!found) return sendOfferNotFound(ctx)
    const accepted = await this.answer.accept({
      offerId: found.offer.id,
      name,
      hasAcceptedTerms: accepts_terms,
      customerId: null,
      userId: null,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
      ipCountry: readIpCountry(ctx),
    })
    if (!accepted.ok) return refuseOffer(ctx, accepted.error)
    return { continue_url: await continueUrl(accepted.value) }
  }

  async decline(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(declineOfferForm)
    const found = await findOfLink(ctx)
    if (!found) return sendOfferNotFound(ctx)
    const declined = await this.answer.decline({ offerId: found.offer.id, reason: reason || null })
    return declined.ok ? { status: declined.value.status } : refuseOffer(ctx, declined.error)
  }
}

function findOfLink(ctx: HttpContext): Promise<SentOffer | null> {
  return findOfferOfLink(keyOf(ctx))
}

/** What somebody who got the link may know; the link may have been passed on. */
function showToReader(found: SentOffer) {
  const { reference, status, name, valid_until, sent_at, closed_at, intro, lines, quote, total } = showSentOffer(found, null) // prettier-ignore
  return { reference, status, name, valid_until, sent_at, closed_at, intro, lines, quote, total }
}
