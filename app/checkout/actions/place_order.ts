import { inject } from '@adonisjs/core'
import { isExpired, isStillOffered } from '#app/checkout/domain/quote_validity'
import { type Buyer, findBuyer } from '#app/checkout/queries/find_buyer'
import { lacksMethod } from '#app/checkout/queries/lacks_method'
import { findQuote, type Quote } from '#app/checkout/records/quotes'
import { findOrderOfQuote, type Order } from '#app/checkout/records/orders'
import { MakeQuote, type QuoteRefusal } from '#app/checkout/actions/make_quote'
import { type OrderedBy, WriteOrder } from '#app/checkout/actions/write_order'
import { chooseSshKeys } from '#app/customers/index'
import { ClaimTrial, findTrialEligibility, findTrialOfOrder } from '#app/subscriptions/index'
import { together } from '#app/shared/database/together'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

export interface PlaceOrderInput extends OrderedBy {
  quoteId: string
  hasAcceptedTerms: boolean
  /** Keys of this customer that the systems of virtual servers are to accept; null for an id that is none. */
  sshKeyIds?: readonly (string | null)[]
}

export type PlaceOrderError =
  | { type: 'quote_not_found' }
  | { type: 'quote_expired' }
  | { type: 'quote_outdated' }
  | { type: 'terms_not_accepted' }
  | { type: 'address_missing' }
  | { type: 'trial_used' }
  | { type: 'method_needed' }
  | { type: 'temporarily_unavailable' }
  | { type: 'ssh_key_not_found' }

/**
 * Turns a quote into an order. A quote is ordered at most once: the same quote again, whether from a double click or a repeated
 * request, answers with the order that it became.
 */
@inject()
export class PlaceOrder {
  constructor(
    private clock: Clock,
    private makeQuote: MakeQuote,
    private writeOrder: WriteOrder,
    private claimTrial: ClaimTrial
  ) {}

  async execute(input: PlaceOrderInput): Promise<Result<Order, PlaceOrderError>> {
    const looked = await inReadTransaction(() => this.look(input))
    if (!looked.ok) return looked
    const { quote, earlier } = looked.value
    if (earlier) return ok(earlier)
    return inTransaction(async () => {
      const sshKeys = await chooseSshKeys(input.customerId, input.sshKeyIds ?? [])
      if (!sshKeys) return err({ type: 'ssh_key_not_found' })
      const written = await this.writeOrder.execute(quote, { ...input, sshKeys })
      // Somebody else took the last use since the quote was made: the customer is shown what it costs without.
      if (!written.ok) return err({ type: 'quote_outdated' })
      if (written.value.customerId !== input.customerId) return err({ type: 'quote_not_found' })
      const claimed = await this.claim(quote, written.value)
      return claimed.ok ? written : claimed
    })
  }

  /**
   * The order that the quote became, or whether it may become one. Asked before anything is written, where questions can be asked at once; what
   * must not happen twice (the order of a quote, the last use of a coupon, a trial) the writing itself refuses.
   */
  private async look(
    input: PlaceOrderInput
  ): Promise<Result<{ quote: Quote; earlier: Order | null }, PlaceOrderError>> {
    const { quoteId, customerId } = input
    const [quote, earlier, buyer] = await together(
      () => findQuote(quoteId),
      () => findOrderOfQuote(quoteId),
      () => findBuyer(customerId)
    )
    const isForeign = [quote?.customerId, earlier?.customerId].some((owner) => owner && owner !== customerId)
    if (!quote || isForeign) return err({ type: 'quote_not_found' })
    const refusal = earlier ? null : await this.refuse(quote, input, buyer)
    return refusal ? err(refusal) : ok({ quote, earlier })
  }

  /** Takes the customer's one trial; somebody who had one meanwhile is shown what it costs without. */
  private async claim(
    { content, currency }: Quote,
    { id: orderId, customerId }: Order
  ): Promise<Result<void, { type: 'trial_used' }>> {
    const [item] = content.items
    if (!content.trial || !item?.trial || (await findTrialOfOrder(orderId))) return ok()
    const { planId, trial: offer } = item
    const firstTotal = BigInt(content.trial.total)
    return this.claimTrial.execute({ orderId, customerId, planId, offer, currency, firstTotal })
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
    if (await lacksMethod(quote.content, buyer.id)) return { type: 'method_needed' }
    const difference = await this.compareWithToday(quote, input.customerId)
    // Asked last: who took the trial with another quote in this very instant hears that, and not that prices changed.
    if (quote.content.trial && !(await findTrialEligibility(buyer.id))?.isEligible)
      return { type: 'trial_used' }
    return difference
  }

  /** What nobody can deliver just now is not sold: nothing would be charged, and nobody would know until when to wait. */
  private async compareWithToday(quote: Quote, customerId: string): Promise<PlaceOrderError | null> {
    const items = quote.content.items.map((item) => ({
      planId: item.planId,
      interval: { unit: item.intervalUnit, count: item.intervalCount },
      hostname: item.hostname,
      options: item.options,
      trial: item.trial !== undefined,
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
    if (today.ok) return isStillOffered(quote, today.value) ? null : { type: 'quote_outdated' }
    return isOutOfReach(today.error) ? { type: 'temporarily_unavailable' } : { type: 'quote_outdated' }
  }
}

function isOutOfReach(refusal: QuoteRefusal): boolean {
  return (
    refusal.type === 'items_refused' &&
    refusal.faults.every(({ fault }) => ['plan_unavailable', 'place_unavailable'].includes(fault.type))
  )
}
