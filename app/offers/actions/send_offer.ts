import { inject } from '@adonisjs/core'
import { findInvoicedCustomers, findSeller, type StoredDocument } from '#app/billing/index'
import { findDiscountLimit, isPriceBelow, type RefusedCoupon, ShowVariants } from '#app/promotions/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { offerFact } from '#app/offers/actions/announce_offer'
import type { Offer } from '#app/offers/domain/offer'
import { offerDocument, sealOffer } from '#app/offers/domain/offer_document'
import { moveOffer, type OfferMoveNotAllowed } from '#app/offers/domain/offer_state'
import { offerReference } from '#app/offers/domain/offer_terms'
import { makeOfferToken, offerTokenContext } from '#app/offers/domain/offer_token'
import { offerSent, offerSuperseded } from '#app/offers/events'
import { type OfferFault, type PricedOffer, PriceOffer } from '#app/offers/queries/price_offer'
import { takeOfferNumber } from '#app/offers/records/offer_numbers'
import {
  findOfferRow,
  lockOffer,
  lockOpenVersion,
  sealSentOffer,
  updateOffer,
} from '#app/offers/records/offers'

export type SendOfferError =
  | { type: 'offer_not_found' | 'validity_over' | 'country_missing' | 'earlier_version_ordered' }
  | { type: 'draft_changed_meanwhile'; revision: number }
  | { type: 'terms_refused'; faults: OfferFault[] }
  | { type: 'coupons_refused'; coupons: RefusedCoupon[] }
  | OfferMoveNotAllowed

/**
 * Seals an offer and sends it: from now on it says what it says. It gets its number and the key of its link, and takes the place of an
 * earlier version that was not ordered yet. The mail follows the fact.
 */
@inject()
export class SendOffer {
  constructor(
    private clock: Clock,
    private priceOffer: PriceOffer,
    private showVariants: ShowVariants,
    private events: EventLog
  ) {}

  execute(input: { offerId: string; revision: number }): Promise<Result<Offer, SendOfferError>> {
    return inTransaction(async () => {
      const offer = await lockOffer(input.offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      const move = moveOffer(offer, 'send')
      if (!move.ok) return move
      if (offer.revision !== input.revision)
        return err({ type: 'draft_changed_meanwhile', revision: offer.revision })
      if (offer.validUntil < this.today()) return err({ type: 'validity_over' })
      const priced = await this.price(offer)
      if (!priced.ok) return priced
      const superseded = await this.supersede(offer)
      if (!superseded.ok) return superseded
      await this.seal(offer, priced.value)
      await this.showVariants.execute(priced.value.draft.content.coupons)
      const sent = (await findOfferRow(offer.id))!
      await this.events.record([...superseded.value, offerFact(offerSent, sent)])
      return ok(sent)
    })
  }

  private today() {
    return dateIn(currentTenant().timeZone, this.clock.now())
  }

  private async price(offer: Offer): Promise<Result<PricedOffer, SendOfferError>> {
    const priced = await this.priceOffer.execute(offer)
    if (!priced.ok) return err({ type: 'terms_refused', faults: priced.error })
    const above = await findPricesBelow(priced.value)
    if (above.length > 0) return err({ type: 'terms_refused', faults: above })
    const { refusedCoupons: coupons, country } = priced.value
    if (coupons.length > 0) return err({ type: 'coupons_refused', coupons })
    return country ? priced : err({ type: 'country_missing' })
  }

  /** Only one version of a number can be accepted. */
  private async supersede({
    id,
    number,
  }: Offer): Promise<Result<ReturnType<typeof offerFact>[], SendOfferError>> {
    const earlier = number === null ? null : await lockOpenVersion(number)
    if (!earlier) return ok([])
    const move = moveOffer(earlier, 'supersede')
    if (!move.ok) return err({ type: 'earlier_version_ordered' })
    const now = this.clock.now()
    await updateOffer(earlier.id, { status: move.value, closedAt: now, updatedAt: now })
    return ok([offerFact(offerSuperseded, earlier, { byOfferId: id })])
  }

  private async seal(offer: Offer, { draft, items, country }: PricedOffer): Promise<void> {
    const sentAt = this.clock.now()
    const number = offer.number ?? (await takeOfferNumber())
    const reference = offerReference(number, offer.version)
    const { timeZone } = currentTenant()
    const document = offerDocument({
      reference,
      draft,
      quantities: items.map(({ quantity }) => quantity),
      currency: offer.currency,
      locale: offer.locale,
      timeZone,
      issuedOn: dateIn(timeZone, sentAt),
      seller: await findSeller(offer.currency),
      customer: await findParty(offer),
    })
    const { token, hash } = makeOfferToken()
    await sealSentOffer(offer.id, {
      number,
      reference,
      country,
      content: draft.content,
      document,
      hash: sealOffer(draft.content, document),
      subtotal: draft.subtotal,
      taxTotal: draft.taxTotal,
      total: draft.total,
      tokenHash: hash,
      sealedToken: seal(token, offerTokenContext(offer.id)),
      sentAt,
    })
  }
}

/** Whom the document is made out to; of somebody who is no customer yet only the name, the address and the country are known. */
async function findParty(offer: Offer): Promise<StoredDocument['customer']> {
  const { customerId, name, email, country } = offer
  const customer = customerId ? (await findInvoicedCustomers([customerId])).get(customerId) : undefined
  if (customer) return customer
  return {
    number: 0,
    name,
    email,
    country,
    company_name: null,
    street: null,
    postal_code: null,
    city: null,
    region: null,
    tax_id: null,
  }
}

/** Items with prices further below the catalogue's than who sends the offer may go. */
async function findPricesBelow({ items }: PricedOffer): Promise<OfferFault[]> {
  const limit = await findDiscountLimit()
  return items.flatMap(({ parts }, at) =>
    parts.some((part) => isPriceBelow(part, limit)) ? [{ type: 'above_own_limit' as const, at }] : []
  )
}
