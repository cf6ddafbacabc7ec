import { inject } from '@adonisjs/core'
import { chargeOf } from '#app/catalogue/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import type { CalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  type BillingPolicies,
  type CustomerTax,
  findCustomerTaxes,
  type InvoiceDraft,
  IssueInvoices,
  loadTaxRules,
  lockPendingItems,
  markItemsInvoiced,
  readPolicies,
  type TaxRules,
  taxTermsFor,
  toInvoiceItem,
} from '#app/billing/index'
import { countDiscountUses, loadRenewalPromotions, type RenewalDiscounts } from '#app/promotions/index'
import { invoicedWith } from '#app/subscriptions/domain/periods'
import { type Renewal, renew } from '#app/subscriptions/domain/renewal'
import {
  agreedItemOn,
  firstCharges,
  type ItemMove,
  type ReplacedPrice,
} from '#app/subscriptions/domain/price_move'
import { type ChunkPromotions, discountGroup } from '#app/subscriptions/domain/renewal_promotions'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { subscriptionRenewed } from '#app/subscriptions/events'
import {
  advanceSubscriptions,
  type DueRenewals,
  listProductKinds,
  listRenewalItems,
  lockDueRenewals,
  type RenewalGroup,
  type RenewalItem,
} from '#app/subscriptions/records/due_renewals'
import { listItemMoves, noteChargedFrom } from '#app/subscriptions/records/price_moves'
import { listServiceDays } from '#app/subscriptions/records/service_days'

interface Renewing {
  subscription: Subscription
  renewal: Renewal
  items: (RenewalItem & { replaced?: ReplacedPrice })[]
}

interface Terms {
  policies: BillingPolicies
  taxRules: TaxRules
  customers: Map<string, CustomerTax>
  productKinds: Map<string, string>
  promotions: ChunkPromotions
  moves: Map<string, ItemMove[]>
}

interface Drafted {
  draft: InvoiceDraft
  group: Renewing[]
  used: RenewalDiscounts['used']
}

/**
 * Invoices the next period of every subscription in some groups and moves them on by it, in one transaction. The number of
 * statements does not depend on how many there are.
 */
@inject()
export class InvoiceRenewals {
  constructor(
    private clock: Clock,
    private issueInvoices: IssueInvoices,
    private events: EventLog
  ) {}

  /** @returns how many subscriptions were renewed */
  execute(due: DueRenewals, groups: RenewalGroup[]): Promise<number> {
    return inTransaction(async () => {
      const subscriptions = await lockDueRenewals(due, groups)
      if (subscriptions.length === 0) return 0
      const terms = await this.loadTerms(subscriptions)
      const renewing = await this.plan(subscriptions, due, terms)
      const drafted = [...Map.groupBy(renewing, groupKeyFor(terms.policies)).values()].map((group) =>
        toDraft(group, terms)
      )
      const drafts = drafted.map(({ draft }) => draft)
      const riding = await this.addBillableItems(drafts)
      // Issuing comes as late as can be: from its numbers on, other chunks wait.
      await advanceSubscriptions(renewing.map(toAdvance))
      await noteChargedFrom(
        renewing.flatMap((each) => firstCharges(each, terms.moves.get(each.subscription.id)))
      )
      await this.events.record(toFacts(renewing, drafts))
      await this.issueInvoices.execute(drafts)
      await markItemsInvoiced(riding, this.clock.now())
      await countDiscountUses(drafted.flatMap(toUses))
      return subscriptions.length
    })
  }

  /** Puts what waits for the next invoice of a customer on the first one in their currency. */
  private async addBillableItems(drafts: InvoiceDraft[]): Promise<{ id: string; invoiceId: string }[]> {
    const pending = await lockPendingItems(drafts.map(({ customerId }) => customerId))
    return pending.flatMap((item) => {
      const draft = drafts.find(
        ({ customerId, pricing }) => customerId === item.customerId && pricing.currency === item.currency
      )
      if (!draft) return []
      draft.items.push(toInvoiceItem(item))
      return [{ id: item.id, invoiceId: draft.id }]
    })
  }

  private async loadTerms(subscriptions: Subscription[]): Promise<Terms> {
    const customerIds = subscriptions.map(({ customerId }) => customerId)
    const ids = subscriptions.map(({ id }) => id)
    const promotions = await loadRenewalPromotions(ids)
    return {
      policies: readPolicies(currentTenant().policies),
      taxRules: await loadTaxRules(),
      customers: await findCustomerTaxes(customerIds, this.clock.now()),
      moves: await listItemMoves(ids, { isLocking: true }),
      productKinds: await listProductKinds(subscriptions.map(({ planId }) => planId)),
      promotions: {
        ...promotions,
        serviceDays: promotions.loyalty.isOn ? await listServiceDays(customerIds) : new Map(),
      },
    }
  }

  private async plan(
    subscriptions: Subscription[],
    { today }: DueRenewals,
    { policies, moves }: Terms
  ): Promise<Renewing[]> {
    const items = Map.groupBy(
      await listRenewalItems(subscriptions.map(({ id }) => id)),
      (item) => item.subscriptionId
    )
    return subscriptions.map((subscription) => {
      const { renewsOn } = subscription
      if (!renewsOn) throw new Error(`Subscription ${subscription.id} has no day to renew on`)
      const renewal = renew({ ...subscription, renewsOn }, { today, terms: policies })
      const own = moves.get(subscription.id) ?? []
      const agreed = items.get(subscription.id) ?? []
      return {
        subscription,
        renewal,
        items: agreed.map((item) => agreedItemOn(item, own, renewal.period.startsOn)),
      }
    })
  }
}

/** What shares an invoice: the same customer, currency and day, or only itself. */
function groupKeyFor(policies: BillingPolicies): (renewing: Renewing) => string {
  if (policies.invoiceGrouping === 'service') return ({ subscription }) => subscription.id
  return ({ subscription: { customerId, currency, interval }, renewal: { period } }) =>
    `${customerId}|${currency}|${invoicedWith(period.startsOn, interval, policies)}`
}

function toDraft(group: Renewing[], terms: Terms): Drafted {
  const { subscription, renewal } = group[0]!
  const { customerId, currency } = subscription
  const firstDay = firstDayOf(group)
  const kindOf = (each: Renewing) => terms.productKinds.get(each.subscription.planId)!
  const taxTerms = taxTermsFor({
    customer: terms.customers.get(customerId)!,
    rules: terms.taxRules,
    productKinds: group.map(kindOf),
    on: firstDay,
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
    items: group.flatMap((each) =>
      each.items.map((item) => ({
        ...item,
        charge: chargeOf(item),
        productKind: kindOf(each),
        interval: each.subscription.interval,
        period: each.renewal.period,
        planId: each.subscription.planId,
        scope: each.subscription.id,
      }))
    ),
    isCollected: true,
  }
  return { draft, group, used }
}

function firstDayOf(group: Renewing[]): CalendarDate {
  return group
    .map(({ renewal }) => renewal.period.startsOn)
    .reduce((first, day) => (day < first ? day : first))
}

function toUses({ draft, group, used }: Drafted) {
  const startOf = new Map(
    group.map(({ subscription, renewal }) => [subscription.id, renewal.period.startsOn])
  )
  return used.map(({ discountId, subscriptionId, uses }) => ({
    discountId,
    uses,
    periodStartsOn: startOf.get(subscriptionId)!,
    invoiceId: draft.id,
  }))
}

function toAdvance({ subscription, renewal: { next } }: Renewing) {
  return {
    id: subscription.id,
    current_period_starts_on: next.currentPeriodStartsOn,
    renews_on: next.renewsOn,
    invoice_on: next.invoiceOn,
  }
}

function toFacts(renewing: Renewing[], drafts: InvoiceDraft[]): NewFact[] {
  const invoiceIds = new Map(
    drafts.flatMap((draft) => draft.items.map((item) => [item.subscriptionId, draft.id]))
  )
  return renewing.map(({ subscription: { id, customerId }, renewal: { period, dueOn } }) =>
    fact(
      subscriptionRenewed,
      { kind: 'subscription', id },
      {
        customerId,
        data: {
          subscriptionId: id,
          invoiceId: invoiceIds.get(id)!,
          startsOn: period.startsOn,
          endsOn: period.endsOn,
          dueOn,
        },
      }
    )
  )
}
