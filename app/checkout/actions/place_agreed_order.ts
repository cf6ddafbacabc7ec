import { inject } from '@adonisjs/core'
import { FindPricingContext, readPricing } from '#app/billing/index'
import { WriteOrder, type OrderedBy } from '#app/checkout/actions/write_order'
import { draftQuote, type QuoteDraft } from '#app/checkout/domain/quote'
import { findBuyer } from '#app/checkout/queries/find_buyer'
import { lacksMethod } from '#app/checkout/queries/lacks_method'
import type { Order } from '#app/checkout/records/orders'
import { insertQuote, type Quote } from '#app/checkout/records/quotes'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/** What was agreed with somebody, as it was sealed: prices of the catalogue do not matter any more. */
export interface AgreedOffer extends QuoteDraft {
  offerId: string
  currency: string
  country: string | null
}

export type PlaceAgreedOrderError = {
  type:
    | 'address_missing'
    | 'method_needed'
    | 'currency_differs'
    | 'country_differs'
    | 'tax_differs'
    | 'coupon_used_up'
}

/**
 * Orders what staff and customer agreed on, at exactly these prices. Refused where the tax that was shown is not the one that the
 * customer owes: what an offer says is what is charged, and no wrong tax is. Within the transaction that accepts the offer.
 */
@inject()
export class PlaceAgreedOrder {
  constructor(
    private clock: Clock,
    private findPricing: FindPricingContext,
    private writeOrder: WriteOrder
  ) {}

  execute(offer: AgreedOffer, by: OrderedBy): Promise<Result<Order, PlaceAgreedOrderError>> {
    return inTransaction(async () => {
      const refusal = await this.refuse(offer, by.customerId)
      if (refusal) return err({ type: refusal })
      const { offerId, currency, country, content, subtotal, taxTotal, total } = offer
      const now = this.clock.now()
      const quote: Quote = {
        id: newId(),
        offerId,
        customerId: by.customerId,
        currency,
        country,
        catalogueVersion: 0n,
        content,
        subtotal,
        taxTotal,
        total,
        createdAt: now,
        expiresAt: now,
      }
      await insertQuote(quote)
      return this.writeOrder.execute(quote, by)
    })
  }

  /** What speaks against ordering it for this customer; nothing is written. */
  async refuse(offer: AgreedOffer, customerId: string): Promise<PlaceAgreedOrderError['type'] | null> {
    const buyer = await findBuyer(customerId)
    if (!buyer?.hasAddress) return 'address_missing'
    if (buyer.currency !== offer.currency) return 'currency_differs'
    if (buyer.country !== offer.country) return 'country_differs'
    if (!(await this.isTaxedAlike(offer, customerId))) return 'tax_differs'
    // What the customer can mend by themselves is asked for last.
    return (await lacksMethod(offer.content, customerId)) ? 'method_needed' : null
  }

  /** The same items under the taxes of this customer and this day must come to the same. */
  private async isTaxedAlike(offer: AgreedOffer, customerId: string): Promise<boolean> {
    const { content, currency, country } = offer
    const context = await this.findPricing.execute({
      currency,
      country,
      customerId,
      productKinds: content.items.map(({ productKind }) => productKind),
    })
    const { discounts } = readPricing(content.pricing)
    const oneOffs = (content.oneOffs ?? []).map(({ description, quantity, unitAmount }) => ({
      kind: 'item' as const,
      description,
      quantity,
      unitAmount: BigInt(unitAmount),
    }))
    const today = draftQuote(content.items, { ...context, ...(discounts ? { discounts } : {}) }, { coupons: content.coupons, oneOffs }) // prettier-ignore
    const taxes = ({ content: { taxGroups, taxReason } }: QuoteDraft) => JSON.stringify([taxReason, taxGroups.map(({ country: of, percent, taxAmount }) => [of, percent, taxAmount])]) // prettier-ignore
    return today.total === offer.total && taxes(today) === taxes(offer)
  }
}
