import type { HttpContext } from '@adonisjs/core/http'
import { renderDocument, sendDocument } from '#app/billing/index'
import { keyOf } from '#app/identity/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { sendOfferNotFound } from '#app/offers/http/offer_refusals'
import { findOfferOfLink, findSentOffer, type SentOffer } from '#app/offers/queries/find_offer'
import { offerDocumentOf } from '#app/offers/queries/find_offer_document'

/** A quote as a PDF: for its customer, for staff, and for whoever has its link. */
export default class OfferDocumentsController {
  async show(ctx: HttpContext) {
    const id = readId('offer', ctx.params.id)
    const customerId = visibleCustomer(ctx.caller!)
    const found = id ? await findSentOffer(id, customerId) : null
    return answer(ctx, customerId && found?.offer.status === 'withdrawn' ? null : found)
  }

  async showToReader(ctx: HttpContext) {
    return answer(ctx, await findOfferOfLink(keyOf(ctx)))
  }
}

async function answer(ctx: HttpContext, found: SentOffer | null): Promise<void> {
  const rendered = found ? await renderDocument(await offerDocumentOf(found), 'pdf') : null
  return rendered?.ok ? sendDocument(ctx, rendered.value) : sendOfferNotFound(ctx)
}
