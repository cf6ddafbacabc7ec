import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { type InvoiceDraft, IssueInvoices, lockPendingItems, markItemsInvoiced } from '#app/billing/index'
import { countDiscountUses } from '#app/promotions/index'
import { firstCharges } from '#app/subscriptions/domain/price_move'
import {
  addPendingItems,
  type DraftedRenewal,
  draftRenewals,
  planRenewals,
  type Renewing,
} from '#app/subscriptions/domain/renewal_drafts'
import { subscriptionRenewed } from '#app/subscriptions/events'
import { loadRenewalTerms } from '#app/subscriptions/queries/load_renewal_terms'
import {
  advanceSubscriptions,
  type DueRenewals,
  listRenewalItems,
  lockDueRenewals,
  type RenewalGroup,
} from '#app/subscriptions/records/due_renewals'
import { noteChargedFrom } from '#app/subscriptions/records/price_moves'

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
      const terms = await loadRenewalTerms({
        subscriptions,
        now: this.clock.now(),
        isLocking: true,
      })
      const items = await listRenewalItems(subscriptions.map(({ id }) => id))
      const renewing = planRenewals(
        subscriptions,
        Map.groupBy(items, ({ subscriptionId }) => subscriptionId),
        { today: due.today, terms }
      )
      const drafted = draftRenewals(renewing, terms)
      const drafts = drafted.map(({ draft }) => draft)
      const pending = await lockPendingItems(drafts.map(({ customerId }) => customerId))
      const riding = addPendingItems(drafted, pending)
      // Issuing comes as late as can be: from its numbers on, other chunks wait.
      await advanceSubscriptions(renewing.map(toAdvance))
      await noteChargedFrom(
        renewing.flatMap((each) => firstCharges(each, terms.moves.get(each.subscription.id)))
      )
      await this.events.record(toFacts(renewing, drafts))
      const uses = drafted.flatMap(toUses)
      await this.issueInvoices.execute(drafts)
      await markItemsInvoiced(riding, this.clock.now())
      await countDiscountUses(uses)
      return subscriptions.length
    })
  }
}

function toUses({ draft, group, used }: DraftedRenewal) {
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
