import { inject } from '@adonisjs/core'
import { FindPricingContext } from '#app/billing/index'
import {
  catalogueIn,
  type Configuration,
  configure,
  type ConfiguredItem,
  findSupplyFault,
  loadCatalogue,
} from '#app/catalogue/index'
import {
  type ChosenDiscounts,
  chooseDiscounts,
  type CodeEntry,
  findEnteredCoupons,
  type RefusedCoupon,
  ShowVariants,
} from '#app/promotions/index'
import { alignItem, discountedItem, findAlignment, findTrialEligibility } from '#app/subscriptions/index'
import { type QuoteFault, refuseTrial, type TrialRefusal } from '#app/checkout/domain/trial_refusal'
import { draftQuote, type QuoteDraft } from '#app/checkout/domain/quote'
import { quoteExpiry } from '#app/checkout/domain/quote_validity'
import { insertQuote, type Quote } from '#app/checkout/records/quotes'
import { isNewBuyer } from '#app/checkout/queries/find_buyer'
import { currentTenant } from '#app/shared/database/context'
import { together } from '#app/shared/database/together'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'

export interface QuoteWish {
  items: Omit<Configuration, 'currency'>[]
  currency: string
  /** Decides the tax of somebody who is no customer yet; null before they said where they live. */
  country: string | null
  /** The reader's language, in which the quote names things; the tenant's own when absent. */
  locale?: string | undefined
  /** Whose address, tax id and certificates decide the tax, and who may use which coupon; null for a visitor. */
  customerId: string | null
  /** The codes that were entered. */
  coupons?: readonly CodeEntry[]
  /** Whether a trial that cannot be had is left out and named, as carts do, instead of refusing the whole. */
  dropsTrials?: boolean
}

export type QuoteRefusal =
  { type: 'nothing_to_quote' } | { type: 'items_refused'; faults: { index: number; fault: QuoteFault }[] }

export interface PricedWish extends QuoteDraft {
  catalogueVersion: string
  refusedCoupons: RefusedCoupon[]
  /** Why a trial that was asked for is left out; null when none is. */
  refusedTrial: TrialRefusal | null
}

/** Says what configured plans cost, to the cent, and keeps what it said: an order is charged by its quote and nothing else. */
@inject()
export class MakeQuote {
  constructor(
    private clock: Clock,
    private findPricingContext: FindPricingContext,
    private showVariants: ShowVariants
  ) {}

  /** The live price of the configurator: the same rule, nothing kept. */
  preview(wish: QuoteWish): Promise<Result<PricedWish, QuoteRefusal>> {
    // One unit, so that the tenant's clock is asked for once.
    return inReadTransaction(() => this.price(wish))
  }

  private async price(wish: QuoteWish): Promise<Result<PricedWish, QuoteRefusal>> {
    if (wish.items.length === 0) return err({ type: 'nothing_to_quote' })
    const { customerId } = wish
    const [loaded, alignment] = await together(loadCatalogue, async () =>
      customerId ? findAlignment(customerId) : null
    )
    const catalogue = catalogueIn(loaded, wish.locale)
    const configurations: ConfiguredItem[] = []
    const faults: { index: number; fault: QuoteFault }[] = []
    for (const [index, item] of wish.items.entries()) {
      const configured = configure(catalogue, { ...item, currency: wish.currency })
      if (!configured.ok) faults.push(...configured.error.map((fault) => ({ index, fault })))
      const missing = configured.ok && findSupplyFault(catalogue, configured.value)
      if (missing) faults.push({ index, fault: missing })
      if (configured.ok) configurations.push(configured.value)
    }
    const refusedTrial = await this.findTrialRefusal(wish, configurations)
    if (refusedTrial && !wish.dropsTrials) faults.push(...trialFaults(wish, refusedTrial))
    if (faults.length > 0) return err({ type: 'items_refused', faults })
    const items = configurations.map(({ trial, ...item }) => {
      // The days of a trial say on which day it is paid for.
      if (trial && !refusedTrial) return { ...item, trial }
      return alignment ? alignItem(item, alignment) : item
    })
    const context = await this.findPricingContext.execute({
      currency: wish.currency,
      customerId: wish.customerId,
      country: wish.country,
      productKinds: items.map(({ productKind }) => productKind),
    })
    const { agreed, discounts, refused } = await this.chooseCoupons(wish, items)
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const draft = draftQuote(
      items,
      { ...context, discounts },
      { locale: wish.locale, coupons: agreed, today }
    )
    return ok({ ...draft, catalogueVersion: catalogue.version, refusedCoupons: refused, refusedTrial })
  }

  private async findTrialRefusal(
    { customerId }: QuoteWish,
    items: readonly ConfiguredItem[]
  ): Promise<TrialRefusal | null> {
    if (!items.some(({ trial }) => trial)) return null
    const eligibility = customerId ? await findTrialEligibility(customerId) : null
    return refuseTrial(items, eligibility?.isEligible ?? true)
  }

  private async chooseCoupons(
    { coupons = [], customerId, currency, country }: QuoteWish,
    items: ConfiguredItem[]
  ): Promise<ChosenDiscounts> {
    if (coupons.length === 0) return { agreed: [], discounts: [], refused: [] }
    return chooseDiscounts(await findEnteredCoupons(coupons, customerId), {
      now: this.clock.now(),
      currency,
      country,
      isNewCustomer: customerId === null || (await isNewBuyer(customerId)),
      items: items.map(discountedItem),
    })
  }

  async execute(
    wish: QuoteWish
  ): Promise<Result<Quote & Pick<PricedWish, 'refusedCoupons' | 'refusedTrial'>, QuoteRefusal>> {
    const priced = await this.preview(wish)
    if (!priced.ok) return priced
    const now = this.clock.now()
    const { content, subtotal, taxTotal, total, catalogueVersion } = priced.value
    const quote: Quote = {
      id: newId(),
      customerId: wish.customerId,
      currency: wish.currency,
      country: wish.country,
      catalogueVersion: BigInt(catalogueVersion),
      content,
      subtotal,
      taxTotal,
      total,
      createdAt: now,
      expiresAt: quoteExpiry(now),
    }
    await inTransaction(async () => {
      await insertQuote(quote)
      await this.showVariants.execute(content.coupons)
    })
    const { refusedCoupons, refusedTrial } = priced.value
    return ok({ ...quote, refusedCoupons, refusedTrial })
  }
}

function trialFaults({ items }: QuoteWish, type: TrialRefusal): { index: number; fault: QuoteFault }[] {
  return items.flatMap((item, index) =>
    item.trial ? [{ index, fault: { type, field: 'trial' as const } }] : []
  )
}
