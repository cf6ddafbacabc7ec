import { inject } from '@adonisjs/core'
import { FindPricingContext } from '#app/billing/index'
import {
  type Catalogue,
  catalogueIn,
  type ConfigurationFault,
  configure,
  type ConfiguredItem,
  loadCatalogue,
} from '#app/catalogue/index'
import { draftQuote, isNewBuyer, type QuoteDraft } from '#app/checkout/index'
import { findCustomer } from '#app/customers/index'
import { chooseDiscounts, type ChosenDiscounts, findCouponSubject, findEnteredCoupons, type RefusedCoupon } from '#app/promotions/index' // prettier-ignore
import { discountedItem } from '#app/subscriptions/index'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { Offer } from '#app/offers/domain/offer'
import { agreePrices, eachServer, type OfferItem, serversMax } from '#app/offers/domain/offer_terms'

/** What is wrong with the wishes of an offer, and at which of its items. */
export type OfferFault =
  | { type: 'configuration'; at: number; fault: ConfigurationFault }
  | { type: 'price_unknown'; at: number; price: number }
  /** Further below the catalogue than who sends it may go. */
  | { type: 'above_own_limit'; at: number }
  | { type: 'nothing_offered' }
  | { type: 'too_many_servers'; most: number }

/** A part of an item with what the catalogue asks for it, so that staff see what they depart from. */
export interface ListedPart {
  kind: ConfiguredItem['parts'][number]['kind']
  priceId: string
  description: string
  quantity: number
  listAmount: bigint
  unitAmount: bigint
}

export interface PricedOffer {
  draft: QuoteDraft
  country: string | null
  /** For each item of the terms: its parts, and how many servers it stands for. */
  items: { quantity: number; item: ConfiguredItem; parts: ListedPart[] }[]
  refusedCoupons: RefusedCoupon[]
}

type PricedItem = PricedOffer['items'][number]

/** What does an offer cost? Preview, document and order come from this, and so from the rule that makes every price. */
@inject()
export class PriceOffer {
  constructor(
    private clock: Clock,
    private findPricing: FindPricingContext
  ) {}

  async execute(
    offer: Pick<Offer, 'id' | 'terms' | 'currency' | 'country' | 'locale' | 'customerId'>
  ): Promise<Result<PricedOffer, OfferFault[]>> {
    const { terms, currency, locale, customerId } = offer
    const items = configureAll(catalogueIn(await loadCatalogue(), locale), terms.items, currency)
    if (!items.ok) return items
    const servers = items.value.flatMap(({ item, quantity }) => eachServer(item, quantity))
    if (servers.length === 0) return err([{ type: 'nothing_offered' }])
    if (servers.length > serversMax) return err([{ type: 'too_many_servers', most: serversMax }])
    const country = customerId ? ((await findCustomer(customerId))?.country ?? null) : offer.country
    const context = await this.findPricing.execute({
      currency,
      country,
      customerId,
      productKinds: servers.map(({ productKind }) => productKind),
    })
    const { agreed, discounts, refused } = await this.chooseCoupons(offer, { servers, country })
    const oneOffs = terms.oneOffs.map(({ unitAmount, ...line }) => ({
      ...line,
      kind: 'item' as const,
      unitAmount: BigInt(unitAmount),
    }))
    const draft = draftQuote(servers, { ...context, discounts }, { locale, coupons: agreed, oneOffs })
    return ok({ draft, country, items: items.value, refusedCoupons: refused })
  }

  private async chooseCoupons(
    { id, terms, customerId, currency }: Pick<Offer, 'id' | 'terms' | 'customerId' | 'currency'>,
    { servers, country }: { servers: ConfiguredItem[]; country: string | null }
  ): Promise<ChosenDiscounts> {
    if (terms.coupons.length === 0) return { agreed: [], discounts: [], refused: [] }
    const who = { customerId, cartId: id }
    const entries = await Promise.all(
      terms.coupons.map(async (code) => ({ code, subject: await findCouponSubject(code, who) }))
    )
    return chooseDiscounts(await findEnteredCoupons(entries, customerId), {
      now: this.clock.now(),
      currency,
      country,
      isNewCustomer: customerId === null || (await isNewBuyer(customerId)),
      items: servers.map(discountedItem),
    })
  }
}

function configureAll(
  catalogue: Catalogue,
  wishes: readonly OfferItem[],
  currency: string
): Result<PricedItem[], OfferFault[]> {
  const items: PricedItem[] = []
  const faults: OfferFault[] = []
  for (const [at, wish] of wishes.entries()) {
    const { planId, interval, hostname, options, quantity, prices } = wish
    const configured = configure(catalogue, { planId, interval, hostname, options, currency })
    if (!configured.ok) {
      faults.push(...configured.error.map((fault) => ({ type: 'configuration' as const, at, fault })))
      continue
    }
    const agreed = agreePrices(configured.value, prices)
    if (agreed.ok)
      items.push({ quantity, item: agreed.value, parts: listedParts(configured.value, agreed.value) })
    else faults.push({ type: 'price_unknown', at, price: agreed.error.at })
  }
  return faults.length > 0 ? err(faults) : ok(items)
}

function listedParts(listed: ConfiguredItem, agreed: ConfiguredItem): ListedPart[] {
  return agreed.parts.map(({ kind, priceId, description, quantity, unitAmount }, index) => ({
    kind,
    priceId,
    description,
    quantity,
    listAmount: BigInt(listed.parts[index]!.unitAmount),
    unitAmount: BigInt(unitAmount),
  }))
}
