import {
  type BillableItem,
  type BillingPolicies,
  type CustomerTax,
  type InvoiceDraft,
  type LineCharge,
  type TaxRules,
  taxTermsFor,
  toInvoiceItem,
} from '#app/billing/index'
import type { WrittenTiers } from '#app/catalogue/index'
import type { RenewalDiscounts } from '#app/promotions/index'
import { newId } from '#app/shared/ids'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { chargeOfItem, countHours, type Stretch } from '#app/subscriptions/domain/hours'
import { isByHour } from '#app/subscriptions/domain/periods'
import { agreedItemOn, type ItemMove, type ReplacedPrice } from '#app/subscriptions/domain/price_move'
import { type Renewal, renew } from '#app/subscriptions/domain/renewal'
import { groupKeyFor, isAfterTrial } from '#app/subscriptions/domain/renewal_grouping'
import { type ChunkPromotions, discountGroup } from '#app/subscriptions/domain/renewal_promotions'
import type { Subscription } from '#app/subscriptions/domain/subscription'

/** A recurring item of a subscription as it was agreed to. */
export interface RenewalItem {
  subscriptionId: string
  kind: 'plan' | 'option'
  priceId: string
  description: string
  quantity: number
  /** Minor units. */
  unitAmount: bigint
  tiers: WrittenTiers | null
}

/** A set-up fee as it was ordered. */
export interface SetupItem {
  subscriptionId: string
  kind: 'setup'
  priceId: string
  description: string
  quantity: number
  /** Minor units. */
  unitAmount: bigint
}

/** A subscription whose next period is invoiced. */
export interface Renewing {
  subscription: Subscription
  renewal: Renewal
  /** At the prices of its period. */
  items: readonly (RenewalItem & { replaced?: ReplacedPrice; charge?: LineCharge })[]
  /** What is charged once with it: the set-up fee of the first paid period after a trial. */
  setup: readonly SetupItem[]
}

/** Everything renewals are priced by. */
export interface RenewalTerms {
  policies: BillingPolicies
  taxRules: TaxRules
  customers: ReadonlyMap<string, CustomerTax>
  /** By plan. */
  productKinds: ReadonlyMap<string, string>
  promotions: ChunkPromotions
  /** To newer prices, by subscription. */
  moves: ReadonlyMap<string, readonly ItemMove[]>
  /** Of subscriptions on trial. */
  setups: ReadonlyMap<string, readonly SetupItem[]>
  /** What ran of subscriptions that are charged by the hour, and the zone of their months. Absent where there are none. */
  hours?: { stretches: ReadonlyMap<string, readonly Stretch[]>; timeZone: string }
}

export interface DraftedRenewal {
  draft: InvoiceDraft
  group: Renewing[]
  used: RenewalDiscounts['used']
}

/**
 * The invoices that ask for the next period of some subscriptions. The billing run and the preview of a year both come from here, so
 * that what was shown is what is charged (domain.md, invariant 8).
 */
export function draftRenewals(renewing: readonly Renewing[], terms: RenewalTerms): DraftedRenewal[] {
  return [...Map.groupBy(renewing, groupKeyFor(terms.policies)).values()].map((group) =>
    toDraft(group, terms)
  )
}

/** What renewing once means for some subscriptions. */
export function planRenewals(
  subscriptions: readonly Subscription[],
  items: ReadonlyMap<string, readonly RenewalItem[]>,
  { today, terms: { policies, moves, setups, hours } }: { today: CalendarDate; terms: RenewalTerms }
): Renewing[] {
  return subscriptions.map((subscription) => {
    const { renewsOn } = subscription
    if (!renewsOn) throw new Error(`Subscription ${subscription.id} has no day to renew on`)
    const renewal = renew({ ...subscription, renewsOn }, { today, terms: policies })
    const own = moves.get(subscription.id) ?? []
    const agreed = (items.get(subscription.id) ?? []).map((item) =>
      agreedItemOn(item, own, renewal.period.startsOn)
    )
    return {
      subscription,
      renewal,
      items: isByHour(subscription.interval)
        ? countedItems(subscription, agreed, { renewal, terms: { hours } })
        : agreed,
      setup: isAfterTrial({ subscription, renewal }) ? (setups.get(subscription.id) ?? []) : [],
    }
  })
}

function countedItems(
  { id }: Subscription,
  agreed: readonly RenewalItem[],
  { renewal, terms: { hours } }: { renewal: Renewal; terms: Pick<RenewalTerms, 'hours'> }
) {
  if (!hours) throw new Error(`Nothing is known of the hours of subscription ${id}`)
  const { timeZone, stretches } = hours
  return countHours(agreed, { stretches: stretches.get(id) ?? [], period: renewal.period, timeZone })
}

/**
 * Puts what waits for the next invoice of a customer on the first one in their currency; not on one after a trial, which is taken back
 * when nobody pays it. @returns which item went where
 */
export function addPendingItems(
  drafted: readonly DraftedRenewal[],
  pending: readonly BillableItem[]
): { id: string; invoiceId: string }[] {
  const drafts = drafted.filter(({ group }) => !group.some(isAfterTrial)).map(({ draft }) => draft)
  return pending.flatMap((item) => {
    const draft = drafts.find(
      ({ customerId, pricing }) => customerId === item.customerId && pricing.currency === item.currency
    )
    if (!draft) return []
    draft.items.push(toInvoiceItem(item))
    return [{ id: item.id, invoiceId: draft.id }]
  })
}

function toDraft(group: Renewing[], terms: RenewalTerms): DraftedRenewal {
  const { subscription, renewal } = group[0]!
  const { customerId, currency } = subscription
  const kindOf = (each: Renewing) => terms.productKinds.get(each.subscription.planId)!
  const taxTerms = taxTermsFor({
    customer: terms.customers.get(customerId)!,
    rules: terms.taxRules,
    productKinds: group.map(kindOf),
    on: firstDayOf(group),
    rounding: terms.policies.taxRounding,
  })
  const { discounts, used } = discountGroup(group, terms.promotions)
  const draft: InvoiceDraft = {
    id: newId(),
    customerId,
    kind: 'renewal',
    orderId: null,
    dueOn: renewal.dueOn,
    pricing: { currency, ...taxTerms, discounts },
    items: group.flatMap((each) => {
      const { id, planId, interval } = each.subscription
      const common = { productKind: kindOf(each), planId, scope: id }
      const { period } = each.renewal
      return [
        ...each.items.map((item) => ({ ...item, ...common, charge: chargeOfItem(item), interval, period })),
        ...each.setup.map((item) => ({ ...item, ...common, interval: null, period: null })),
      ]
    }),
    isCollected: true,
  }
  return { draft, group, used }
}

/** The day whose tax holds: the first that is paid for ahead, or the last of a month whose hours are over. */
function firstDayOf(group: Renewing[]): CalendarDate {
  return group
    .map(({ subscription, renewal: { period } }) =>
      isByHour(subscription.interval) ? addDays(period.endsOn, -1) : period.startsOn
    )
    .reduce((first, day) => (day < first ? day : first))
}
