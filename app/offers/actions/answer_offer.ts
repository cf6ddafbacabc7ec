import { inject } from '@adonisjs/core'
import { type OrderedBy, PlaceAgreedOrder, type PlaceAgreedOrderError } from '#app/checkout/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { offerFact } from '#app/offers/actions/announce_offer'
import type { Offer } from '#app/offers/domain/offer'
import { type AnswerRefusal, decideAnswer } from '#app/offers/domain/offer_state'
import { offerAccepted, offerDeclined, offerOrdered } from '#app/offers/events'
import { findSealed, lockOffer, updateOffer } from '#app/offers/records/offers'

export interface AcceptOfferInput extends Omit<OrderedBy, 'customerId'> {
  offerId: string
  /** Who is signed in; null for whoever has only the link, which may have been passed on. */
  customerId: string | null
  /** Who accepts, in their own words: it stands for a signature. */
  name: string
  hasAcceptedTerms: boolean
}

export type AcceptOfferError =
  { type: 'offer_not_found' | 'terms_not_accepted' } | AnswerRefusal | PlaceAgreedOrderError

export type OrderOfferError = { type: 'offer_not_found' | 'offer_not_accepted' } | PlaceAgreedOrderError

/**
 * What somebody says to an offer. Accepting it is an order at exactly its prices: at once for its customer who is signed in and whose
 * address is known, and for anybody else as soon as they are. Every refusal leaves all as it was.
 */
@inject()
export class AnswerOffer {
  constructor(
    private clock: Clock,
    private placeOrder: PlaceAgreedOrder,
    private events: EventLog
  ) {}

  accept(input: AcceptOfferInput): Promise<Result<Offer, AcceptOfferError>> {
    return inTransaction(async () => {
      const offer = await lockOffer(input.offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      const answer = decideAnswer(offer, dateIn(currentTenant().timeZone, this.clock.now()))
      if (!answer.ok) return answer
      if (!input.hasAcceptedTerms) return err({ type: 'terms_not_accepted' })
      const order = await this.orderNow(offer, input)
      if (!order.ok) return order
      const now = this.clock.now()
      const accepted = {
        status: 'accepted' as const,
        acceptedName: input.name,
        acceptedIp: input.ip,
        acceptedUserAgent: input.userAgent?.slice(0, 500) ?? null,
        closedAt: now,
        updatedAt: now,
      }
      await updateOffer(offer.id, { ...accepted, ...(order.value ? { orderId: order.value } : {}) })
      await this.events.record([offerFact(offerAccepted, offer, { orderId: order.value, name: input.name })])
      return ok({ ...offer, ...accepted, orderId: order.value })
    })
  }

  /** Orders what was accepted, for the customer who is signed in. The same customer again is answered with the same order. */
  order(
    input: OrderedBy & { offerId: string }
  ): Promise<Result<{ offer: Offer; orderId: string }, OrderOfferError>> {
    return inTransaction(async () => {
      const offer = await lockOffer(input.offerId)
      if (!offer || (offer.customerId && offer.customerId !== input.customerId))
        return err({ type: 'offer_not_found' })
      if (offer.status !== 'accepted') return err({ type: 'offer_not_accepted' })
      if (offer.orderId) return ok({ offer, orderId: offer.orderId })
      const placed = await this.place(offer, input)
      if (!placed.ok) return placed
      const { customerId } = input
      const orderId = placed.value
      await updateOffer(offer.id, { customerId, orderId, updatedAt: this.clock.now() })
      await this.events.record([offerFact(offerOrdered, { ...offer, customerId }, { orderId })])
      return ok({ offer: { ...offer, customerId, orderId }, orderId })
    })
  }

  decline(input: {
    offerId: string
    reason: string | null
  }): Promise<Result<Offer, { type: 'offer_not_found' } | AnswerRefusal>> {
    return inTransaction(async () => {
      const offer = await lockOffer(input.offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      const answer = decideAnswer(offer, dateIn(currentTenant().timeZone, this.clock.now()))
      if (!answer.ok) return answer
      const now = this.clock.now()
      const declined = {
        status: 'declined' as const,
        declineReason: input.reason,
        closedAt: now,
        updatedAt: now,
      }
      await updateOffer(offer.id, declined)
      await this.events.record([offerFact(offerDeclined, offer, { reason: input.reason })])
      return ok({ ...offer, ...declined })
    })
  }

  /**
   * Null where an order must wait: for somebody to become a customer, for the customer to sign in, for their address, or for a way to pay
   * what is charged by the hour. A link alone orders nothing on anybody's account.
   */
  private async orderNow(
    offer: Offer,
    by: AcceptOfferInput
  ): Promise<Result<string | null, PlaceAgreedOrderError>> {
    const { customerId } = offer
    if (!customerId || by.customerId !== customerId) return ok(null)
    const placed = await this.place(offer, { ...by, customerId })
    return !placed.ok && canBeMended(placed.error) ? ok(null) : placed
  }

  private async place(offer: Offer, by: OrderedBy): Promise<Result<string, PlaceAgreedOrderError>> {
    const { id: offerId, currency, country, subtotal, taxTotal, total } = offer
    const { content } = (await findSealed(offerId))!
    const agreed = {
      offerId,
      currency,
      country,
      content,
      subtotal: subtotal!,
      taxTotal: taxTotal!,
      total: total!,
    }
    const { customerId, userId, ip, userAgent, ipCountry } = by
    const placed = await this.placeOrder.execute(agreed, { customerId, userId, ip, userAgent, ipCountry: ipCountry ?? null }) // prettier-ignore
    return placed.ok ? ok(placed.value.id) : placed
  }
}

/** What a customer who accepts can see to afterwards, on the page that orders. */
function canBeMended({ type }: PlaceAgreedOrderError): boolean {
  return type === 'address_missing' || type === 'method_needed'
}
