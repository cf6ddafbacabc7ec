import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn, dayOfMonth, nextPeriodStart } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { listWaitingItems } from '#app/billing/index'
import { type Forecast, forecast } from '#app/subscriptions/domain/forecast'
import type { RenewalItem } from '#app/subscriptions/domain/renewal_drafts'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { loadRenewalTerms } from '#app/subscriptions/queries/load_renewal_terms'
import { listOpenChanges } from '#app/subscriptions/records/changes'
import { listRenewalItems } from '#app/subscriptions/records/due_renewals'
import { listGoingOn } from '#app/subscriptions/records/subscriptions'

const monthsAhead = 12

export interface ForecastOfCustomer extends Forecast {
  from: CalendarDate
  until: CalendarDate
  subscriptions: Subscription[]
  /** Suspended: nothing is invoiced for them until what is owed is paid. */
  paused: Subscription[]
  /** What each subscription is for, in the words of its plan's line. */
  names: Map<string, string>
}

/** Which invoices will a customer get in the next twelve months, if everything stays as it is known today? Nothing is written. */
@inject()
export class ForecastRenewals {
  constructor(private clock: Clock) {}

  execute(customerId: string): Promise<ForecastOfCustomer> {
    return inReadTransaction(async () => {
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const until = nextPeriodStart(today, { unit: 'month', count: monthsAhead }, dayOfMonth(today))
      const all = await listGoingOn(customerId)
      const subscriptions = all.filter(({ status }) => status !== 'suspended')
      const paused = all.filter(({ status }) => status === 'suspended')
      const items = await listRenewalItems(all.map(({ id }) => id))
      const basics = { from: today, until, subscriptions, paused, names: namesOf(items) }
      const ids = subscriptions.map(({ id }) => id)
      if (ids.length === 0) return { ...basics, invoices: [], notes: [] }
      const changes = await listOpenChanges(ids)
      const known = await loadRenewalTerms({
        subscriptions,
        morePlanIds: changes.map(({ toPlanId }) => toPlanId),
        now: this.clock.now(),
      })
      // A change may lead to hours where there were none.
      const { timeZone } = currentTenant()
      const terms = { ...known, hours: known.hours ?? { stretches: new Map(), timeZone } }
      const seen = forecast({
        subscriptions,
        items: Map.groupBy(items, ({ subscriptionId }) => subscriptionId),
        changes,
        pending: await listWaitingItems(customerId),
        terms,
        today,
        until,
      })
      return { ...basics, ...seen }
    })
  }
}

function namesOf(items: readonly RenewalItem[]): Map<string, string> {
  const plans = items.filter(({ kind }) => kind === 'plan')
  return new Map(plans.map(({ subscriptionId, description }) => [subscriptionId, description]))
}
