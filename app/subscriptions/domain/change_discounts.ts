import type { InvoicedPeriod, TakenOff } from '#app/billing/index'
import {
  type CountedDiscount,
  type Discount,
  discountsOfInvoice,
  type SubscriptionDiscount,
} from '#app/promotions/index'
import { amountOfQuantity } from '#app/catalogue/index'
import { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { PlannedChange } from '#app/subscriptions/domain/change'
import { scopeOfRest } from '#app/subscriptions/domain/change_items'
import { type ChunkPromotions, discountRenewals } from '#app/subscriptions/domain/renewal_promotions'
import { restarts } from '#app/subscriptions/domain/standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'

/** What lowers the periods of one subscription: those that come, and those that are invoiced. */
export interface ChangePromotions extends ChunkPromotions {
  /** With what its periods were invoiced. */
  counted: readonly CountedDiscount[]
  /** The periods that are invoiced, and what was taken off them. */
  periods: readonly InvoicedPeriod[]
}

/** What lowers one whole period under the new terms, as its renewal will be invoiced. */
export function discountsAfter(
  subscription: Subscription,
  plan: PlannedChange,
  promotions: ChunkPromotions
): Discount[] {
  return discountsFrom(subscription, plan, { promotions, on: plan.leads.renewsOn })
}

/**
 * What lowers the part that a change charges. The rest of a period has what the period has: a change neither takes a coupon away that
 * was counted for it nor uses one up. A period that begins anew has only the coupons that run for ever, and free months wait for a renewal.
 */
export function discountsOfChange(
  subscription: Subscription,
  plan: PlannedChange,
  promotions: ChangePromotions
): Discount[] {
  if (restarts(plan.stood, plan.leads)) return discountsOfRestart(subscription, plan, promotions)
  const ends = new Set(plan.items.slice(plan.givenBack.length).map(({ period }) => period!.endsOn))
  return promotions.periods
    .filter(({ endsOn }) => ends.has(endsOn))
    .flatMap((period) => discountsOfRest(subscription, plan, { promotions, period }))
}

/** Each period has its own, so that what is used up by one does not lower another; a fixed amount is what it was for the period. */
function discountsOfRest(
  { id }: Subscription,
  { leads }: PlannedChange,
  { promotions, period }: { promotions: ChangePromotions; period: InvoicedPeriod }
): Discount[] {
  const scope = scopeOfRest(id, period)
  const lines = leads.items.map((item) => ({ kind: 'change', amount: amountOfQuantity({ ...item, unitAmount: BigInt(item.unitAmount) }) })) // prettier-ignore
  const discounts = promisedFor(id, promotions, period).map((discount) => asTaken(discount, period.takenOff))
  const loyalty = period.takenOff.find(({ kind, percent }) => kind === 'loyalty' && percent !== null)
  return discountsOfInvoice(
    [{ id: scope, planId: leads.planId, interval: leads.interval, lines, discounts }],
    loyalty ? { name: loyalty.name, percent: loyalty.percent! } : null
  ).discounts.map((discount) => ({ ...discount, lineKinds: null, isOfPeriod: true }))
}

/**
 * The coupons that the invoice of the period has counted for it, and others that run for ever. Where it has loyalty, those lost to it
 * unless they stand beside it.
 */
function promisedFor(
  id: string,
  { discounts, counted }: ChangePromotions,
  { invoiceId, startsOn, takenOff }: InvoicedPeriod
): SubscriptionDiscount[] {
  const ofPeriod = counted
    .filter((use) => use.invoiceId === invoiceId && use.periodStartsOn === startsOn)
    .map(({ discount }) => discount)
  const known = new Set(ofPeriod.map((discount) => discount.id))
  const hasLoyalty = takenOff.some(({ kind }) => kind === 'loyalty')
  const named = new Set(takenOff.map(({ code }) => code))
  const lasting = (discounts.get(id) ?? []).filter(
    (discount) =>
      discount.usesLeft === null && !known.has(discount.id) && (!hasLoyalty || named.has(discount.code))
  )
  return [...lasting, ...ofPeriod].filter(({ unit }) => unit !== 'setup')
}

/** What a fixed amount had left over when the period was invoiced is lost, and what it took off other things was taken. */
function asTaken(discount: SubscriptionDiscount, takenOff: readonly TakenOff[]): SubscriptionDiscount {
  if (discount.amount === null) return discount
  const taken = takenOff.find(({ kind, code }) => kind === 'coupon' && code === discount.code)
  return taken ? { ...discount, amount: taken.amount } : discount
}

function discountsOfRestart(
  subscription: Subscription,
  plan: PlannedChange,
  promotions: ChunkPromotions
): Discount[] {
  const promised = promotions.discounts.get(subscription.id) ?? []
  const running = promised.filter(({ unit, usesLeft }) => unit === 'period' && usesLeft === null)
  const lasting = { ...promotions, discounts: new Map([[subscription.id, running]]) }
  const part = chargedPart(plan)
  const on = plan.leads.currentPeriodStartsOn
  return discountsFrom(subscription, plan, { promotions: lasting, on }).map((discount) =>
    discount.amount === null
      ? discount
      : { ...discount, amount: new Fraction(discount.amount).times(part).roundHalfAwayFromZero() }
  )
}

/** @param on the first day of the period that is paid for */
function discountsFrom(
  subscription: Subscription,
  { leads }: PlannedChange,
  { promotions, on }: { promotions: ChunkPromotions; on: CalendarDate }
): Discount[] {
  const renewing = { ...subscription, planId: leads.planId, interval: leads.interval }
  const items = leads.items.map((item) => ({ ...item, unitAmount: BigInt(item.unitAmount) }))
  return discountRenewals([{ subscription: renewing, items }], promotions, on).discounts
}

/** How many periods are charged, in whole and in part. */
function chargedPart({ items, givenBack }: PlannedChange): Fraction {
  const periods = new Map(items.slice(givenBack.length).map((item) => [item.period!.endsOn, item.proration]))
  return [...periods.values()].reduce(
    (sum, share) => sum.plus(share ? new Fraction(share.numerator, share.denominator) : new Fraction(1n)),
    new Fraction(0n)
  )
}
