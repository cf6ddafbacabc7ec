import { inject } from '@adonisjs/core'
import {
  catalogueIn,
  type ConfiguredItem,
  type ConfigurationFault,
  configure,
  findPriceOwners,
  loadCatalogue,
  type OptionChoice,
} from '#app/catalogue/index'
import {
  CreditInvoice,
  FindPricingContext,
  listPaidLines,
  listTakenOff,
  type PricedDocument,
  type PricingContext,
  type PricingWish,
  priceLines,
  readPolicies,
  type InvoiceItem,
  type TaxDecision,
} from '#app/billing/index'
import { listPaymentMethods } from '#app/payments/index'
import { listCountedDiscounts, loadRenewalPromotions } from '#app/promotions/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn, type Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { keepAgreedPrices } from '#app/subscriptions/domain/agreed_prices'
import {
  type ChangeRefusal,
  type ChangeSituation,
  decideChange,
  type PlannedChange,
  type ServiceLimits,
} from '#app/subscriptions/domain/change'
import { type ChangeCredit, creditsOf } from '#app/subscriptions/domain/change_credits'
import {
  type ChangePromotions,
  discountsAfter,
  discountsOfChange,
} from '#app/subscriptions/domain/change_discounts'
import { keepFixedChoices } from '#app/subscriptions/domain/fixed_choices'
import { renewalItems } from '#app/subscriptions/domain/renewal_items'
import { standingItemOn } from '#app/subscriptions/domain/price_move'
import { isByHour } from '#app/subscriptions/domain/periods'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { findChangingCustomer } from '#app/subscriptions/records/changing_customers'
import { findContent, findOpenChange } from '#app/subscriptions/records/changes'
import { listStretches } from '#app/subscriptions/records/hourly_stretches'
import { listItemMoves } from '#app/subscriptions/records/price_moves'
import { listServiceDays } from '#app/subscriptions/records/service_days'
import { listStandingItems } from '#app/subscriptions/records/terms'

/** What somebody wants of a subscription; what is not said stays as it is. */
export interface ChangeWish {
  planId?: string
  interval?: Interval
  options?: Record<string, OptionChoice>
}

export type ChangeError = ChangeRefusal | { type: 'configuration_invalid'; faults: ConfigurationFault[] }

export interface PreparedChange {
  current: ConfiguredItem
  wanted: ConfiguredItem
  plan: PlannedChange
  /** What is invoiced now; null for a change with the renewal. */
  document: PricedDocument<InvoiceItem> | null
  /** What credit notes take back, where more is given back than charged. */
  credits: ChangeCredit[]
  /** What is paid now, tax in it; negative: what goes to the customer balance. */
  total: bigint
  /** One whole interval under the new terms. */
  renewal: PricedDocument<InvoiceItem>
  pricing: PricingContext
}

/**
 * What would a change of a subscription mean? The preview and the change itself both ask this, so that what was shown is what is
 * charged (domain.md, invariant 8).
 */
@inject()
export class PrepareChange {
  constructor(
    private clock: Clock,
    private findPricing: FindPricingContext,
    private creditInvoice: CreditInvoice
  ) {}

  execute(input: {
    subscription: Subscription
    wish: ChangeWish
    service: ServiceLimits | null
  }): Promise<Result<PreparedChange, ChangeError>> {
    return inReadTransaction(async () => {
      const configured = await this.configure(input.subscription, input.wish)
      if (!configured.ok) return configured
      const { current, wanted, country } = configured.value
      const { currency, customerId } = input.subscription
      const priced = { currency, country, customerId, productKinds: [wanted.productKind] }
      const pricing = await this.findPricing.execute(priced)
      const situation = await this.findSituation(input, { current, wanted, pricing })
      const decided = decideChange(situation)
      if (!decided.ok) return decided
      const plan = await this.taxAhead(decided.value, priced, situation.today)
      const promotions = await this.findPromotions(input.subscription, situation.today)
      const renewal = await this.priceNext(situation, plan, { priced, pricing, promotions })
      const discounts = discountsOfChange(input.subscription, plan, promotions)
      return this.price({ current, wanted, plan, renewal, pricing: { ...pricing, discounts } })
    })
  }

  /** One interval under the new terms, taxed as on the day on which it begins; hours are taxed as today. */
  private async priceNext(
    { subscription, itemMoves }: ChangeSituation,
    plan: PlannedChange,
    terms: { priced: PricingWish; pricing: PricingContext; promotions: ChangePromotions }
  ): Promise<PricedDocument<InvoiceItem>> {
    const { leads } = plan
    const items = leads.items.map((item) => standingItemOn(item, itemMoves, leads.renewsOn))
    const pricing = isByHour(leads.interval)
      ? terms.pricing
      : await this.findPricing.execute({ ...terms.priced, on: leads.renewsOn })
    const discounts = discountsAfter(subscription, plan, terms.promotions)
    return priceLines(renewalItems(subscription.id, { ...leads, items }), { ...pricing, discounts })
  }

  private async configure(
    subscription: Subscription,
    wish: ChangeWish
  ): Promise<
    Result<{ current: ConfiguredItem; wanted: ConfiguredItem; country: string | null }, ChangeError>
  > {
    const current = await findContent(subscription.id)
    const { country, locale } = await findChangingCustomer(subscription.customerId)
    if (!current) return err({ type: 'not_started' })
    const catalogue = catalogueIn(await loadCatalogue(), locale)
    const fixed = keepFixedChoices(catalogue, current, wish.options ?? {})
    const configured = configure(catalogue, {
      planId: wish.planId ?? subscription.planId,
      currency: subscription.currency,
      interval: wish.interval ?? subscription.interval,
      hostname: current.hostname,
      options: fixed.options,
    })
    if (!configured.ok) return err({ type: 'configuration_invalid', faults: configured.error })
    const agreed = await listStandingItems(subscription.id)
    const wanted = fixed.restore(configured.value)
    const owners = await findPriceOwners([...agreed, ...wanted.parts].map(({ priceId }) => priceId))
    return ok({ current, wanted: keepAgreedPrices(wanted, agreed, owners), country })
  }

  /** A period that lies ahead is taxed as its renewal is, by its first day. What is given back keeps the tax it was paid with. */
  private async taxAhead(
    plan: PlannedChange,
    priced: PricingWish,
    today: CalendarDate
  ): Promise<PlannedChange> {
    const isAhead = ({ tax, period }: InvoiceItem) => !tax && period !== null && period.startsOn > today
    const taxes = new Map<CalendarDate, TaxDecision>()
    for (const on of new Set(plan.items.filter(isAhead).map(({ period }) => period!.startsOn)))
      taxes.set(on, (await this.findPricing.execute({ ...priced, on })).tax)
    const items = plan.items.map((item) =>
      isAhead(item) ? { ...item, tax: taxes.get(item.period!.startsOn) } : item
    )
    return { ...plan, items }
  }

  private async findPromotions(
    { id, customerId }: Subscription,
    today: CalendarDate
  ): Promise<ChangePromotions> {
    const promotions = await loadRenewalPromotions([id])
    const serviceDays = promotions.loyalty.isOn ? await listServiceDays([customerId]) : new Map()
    const [counted, periods] = [await listCountedDiscounts(id), await listTakenOff(id, today)]
    return { ...promotions, serviceDays, counted, periods }
  }

  private async findSituation(
    { subscription, service }: { subscription: Subscription; service: ServiceLimits | null },
    { current, wanted, pricing }: { current: ConfiguredItem; wanted: ConfiguredItem; pricing: PricingContext }
  ): Promise<ChangeSituation> {
    const { timeZone, policies } = currentTenant()
    const now = this.clock.now()
    const today = dateIn(timeZone, now)
    return {
      subscription,
      current,
      wanted,
      standingItems: await listStandingItems(subscription.id),
      itemMoves: (await listItemMoves([subscription.id])).get(subscription.id) ?? [],
      paidLines: await listPaidLines(subscription.id, today),
      stretches: isByHour(subscription.interval)
        ? ((await listStretches([subscription.id])).get(subscription.id) ?? [])
        : [],
      hasMethod:
        wanted.intervalUnit !== 'hour' || (await listPaymentMethods(subscription.customerId)).length > 0,
      hasOpenChange: (await findOpenChange(subscription.id)) !== null,
      service,
      now,
      today,
      timeZone,
      policies: readPolicies(policies),
      pricesIncludeTax: pricing.pricesIncludeTax ?? false,
    }
  }

  /** The lines of a change are one invoice; where they would be negative, credit notes and an invoice for the new alone. */
  private async price(
    change: Omit<PreparedChange, 'document' | 'credits' | 'total'>
  ): Promise<Result<PreparedChange, ChangeError>> {
    const { plan, pricing } = change
    if (plan.timing === 'renewal' || plan.items.length === 0)
      return ok({ ...change, document: null, credits: [], total: 0n })
    const document = priceLines(plan.items, pricing)
    if (document.total >= 0n) return ok({ ...change, document, credits: [], total: document.total })
    const credits = creditsOf(plan, document)
    const charged = priceLines(plan.items.slice(plan.givenBack.length), pricing)
    const credited = await this.sumCredits(credits)
    return credited === null
      ? err({ type: 'payment_under_way' })
      : ok({ ...change, document: charged, credits, total: charged.total - credited })
  }

  private async sumCredits(credits: readonly ChangeCredit[]): Promise<bigint | null> {
    let sum = 0n
    for (const credit of credits) {
      const decided = await this.creditInvoice.preview(credit)
      if (!decided.ok) return null
      sum += decided.value.total
    }
    return sum
  }
}
