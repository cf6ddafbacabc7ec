import { inject } from '@adonisjs/core'
import { RecordTaxEvidence } from '#app/billing/index'
import { orderPlaced } from '#app/checkout/events'
import { totalOfLine } from '#app/checkout/domain/quote'
import { RedeemCoupons } from '#app/promotions/index'
import { isExpired, isStillOffered } from '#app/checkout/domain/quote_validity'
import { type Buyer, findBuyer } from '#app/checkout/queries/find_buyer'
import { findQuote, type Quote } from '#app/checkout/records/quotes'
import {
  findOrderOfQuote,
  insertOrder,
  insertOrderLines,
  type NewOrder,
  type Order,
  takeOrderNumber,
} from '#app/checkout/records/orders'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

export interface PlaceOrderInput {
  quoteId: string
  customerId: string
  userId: string | null
  hasAcceptedTerms: boolean
  ip: string | null
  userAgent: string | null
  /** Where the request came from, as the operator's own proxy says; evidence for taxes. */
  ipCountry?: string | null
}

export type PlaceOrderError =
  | { type: 'quote_not_found' }
  | { type: 'quote_expired' }
  | { type: 'quote_outdated' }
  | { type: 'terms_not_accepted' }
  | { type: 'address_missing' }

/**
 * Turns a quote into an order. A quote is ordered at most once: the same quote again, whether from a double click or a repeated
 * request, answers with the order that it became.
 */
@inject()
export class PlaceOrder {
  constructor(
    private clock: Clock,
    private makeQuote: MakeQuote,
    private redeemCoupons: RedeemCoupons,
    private recordEvidence: RecordTaxEvidence,
    private events: EventLog
  ) {}

  execute(input: PlaceOrderInput): Promise<Result<Order, PlaceOrderError>> {
    return inTransaction(async () => {
      const quote = await findQuote(input.quoteId)
      if (!quote || (quote.customerId && quote.customerId !== input.customerId))
        return err({ type: 'quote_not_found' })
      const earlier = await findOrderOfQuote(quote.id)
      if (earlier)
        return earlier.customerId === input.customerId ? ok(earlier) : err({ type: 'quote_not_found' })

      const buyer = await findBuyer(input.customerId)
      const refusal = await this.refuse(quote, input, buyer)
      if (refusal) return err(refusal)

      const order = await this.write(quote, input)
      if (!order) return ok((await findOrderOfQuote(quote.id))!)
      const redeemed = await this.redeemCoupons.execute({
        orderId: order.id,
        customerId: order.customerId,
        currency: order.currency,
        agreed: quote.content.coupons ?? [],
      })
      // Somebody else took the last use since the quote was made: the customer is shown what it costs without.
      if (!redeemed.ok) return err({ type: 'quote_outdated' })
      const { customerId } = order
      await this.recordEvidence.execute({
        customerId,
        orderId: order.id,
        ipCountry: input.ipCountry ?? null,
      })
      await this.events.record([
        fact(
          orderPlaced,
          { kind: 'order', id: order.id },
          { customerId: order.customerId, data: { orderId: order.id } }
        ),
      ])
      return ok(order)
    })
  }

  private async refuse(
    quote: Quote,
    input: PlaceOrderInput,
    buyer: Buyer | null
  ): Promise<PlaceOrderError | null> {
    if (!input.hasAcceptedTerms) return { type: 'terms_not_accepted' }
    if (!buyer?.hasAddress) return { type: 'address_missing' }
    if (isExpired(quote, this.clock.now())) return { type: 'quote_expired' }
    if (quote.country !== buyer.country || quote.currency !== buyer.currency)
      return { type: 'quote_outdated' }
    return (await this.isUpToDate(quote, input.customerId)) ? null : { type: 'quote_outdated' }
  }

  private async isUpToDate(quote: Quote, customerId: string): Promise<boolean> {
    const items = quote.content.items.map((item) => ({
      planId: item.planId,
      interval: { unit: item.intervalUnit, count: item.intervalCount },
      hostname: item.hostname,
      options: item.options,
    }))
    const { currency, country, content } = quote
    const today = await this.makeQuote.preview({
      items,
      currency,
      country,
      locale: content.locale,
      customerId,
      coupons: content.coupons ?? [],
    })
    return today.ok && isStillOffered(quote, today.value)
  }

  /** Null when another request was faster: then nothing was written here. */
  private async write(quote: Quote, input: PlaceOrderInput): Promise<Order | null> {
    const now = this.clock.now()
    const order: NewOrder = {
      id: newId(),
      number: await takeOrderNumber(),
      customerId: input.customerId,
      userId: input.userId,
      quoteId: quote.id,
      status: 'reserving',
      currency: quote.currency,
      total: quote.total,
      failure: null,
      createdAt: now,
      finishedAt: null,
      termsAcceptedAt: now,
      ip: input.ip,
      userAgent: input.userAgent?.slice(0, 500) ?? null,
    }
    if (!(await insertOrder(order))) return null
    await insertOrderLines(
      quote.content.items.map((content, position) => ({
        id: newId(),
        orderId: order.id,
        position,
        planId: content.planId,
        content,
        total: totalOfLine(content),
        status: 'pending',
      }))
    )
    return order
  }
}
