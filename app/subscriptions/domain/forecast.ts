import { type BillableItem, type InvoiceItem, type PricedDocument, priceLines } from '#app/billing/index'
import type { ServiceDays, SubscriptionDiscount } from '#app/promotions/index'
import { type CalendarDate, startOfDay } from '#app/shared/time/calendar'
import { type ForecastNote, notesAbout } from '#app/subscriptions/domain/forecast_notes'
import {
  addPendingItems,
  type DraftedRenewal,
  draftRenewals,
  planRenewals,
  type RenewalItem,
  type RenewalTerms,
} from '#app/subscriptions/domain/renewal_drafts'
import { standingAtRenewal } from '#app/subscriptions/domain/renewal_standing'
import type { Stretch } from '#app/subscriptions/domain/hours'
import { isByHour } from '#app/subscriptions/domain/periods'
import type { Standing, StandingItem } from '#app/subscriptions/domain/standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import type { SubscriptionChange } from '#app/subscriptions/domain/subscription_change'

export interface ForecastInput {
  /** Of one customer: those that go on. */
  subscriptions: readonly Subscription[]
  items: ReadonlyMap<string, readonly RenewalItem[]>
  /** Scheduled for a renewal, or invoiced with one already. */
  changes: readonly SubscriptionChange[]
  /** What waits for the next invoice. */
  pending: readonly BillableItem[]
  terms: RenewalTerms
  today: CalendarDate
  /** The last day on which an invoice is looked for. */
  until: CalendarDate
}

export interface ForecastInvoice {
  issuesOn: CalendarDate
  dueOn: CalendarDate
  document: PricedDocument<InvoiceItem>
}

export interface Forecast {
  invoices: ForecastInvoice[]
  notes: ForecastNote[]
}

/** Where everything stands at a day to come. */
interface State {
  subscriptions: Subscription[]
  items: Map<string, readonly RenewalItem[]>
  discounts: Map<string, SubscriptionDiscount[]>
  /** What will have run of what is charged by the hour, some of it only by then. */
  stretches: Map<string, readonly Stretch[]>
  pending: readonly BillableItem[]
}

/**
 * The invoices of the time to come, if everything stays as it is known today and each is paid when it is due: the billing run's own
 * functions, one day of invoices after the other. Nothing is written and nothing is guessed: a price or a tax rate that changes on a
 * known day counts from that day on.
 */
export function forecast(input: ForecastInput): Forecast {
  const { today, until } = input
  const state: State = {
    subscriptions: input.subscriptions.filter(({ invoiceOn, renewsOn }) => invoiceOn !== null && renewsOn !== null),
    items: new Map(input.items),
    discounts: new Map(input.terms.promotions.discounts),
    stretches: new Map(input.terms.hours?.stretches),
    pending: input.pending,
  }
  const made: (DraftedRenewal & ForecastInvoice)[] = []
  for (let day = nextDay(state, today); day !== null && day <= until; day = nextDay(state, day)) {
    agreeToChanges(state, input, day)
    made.push(...invoiceDue(state, input, day))
  }
  return {
    invoices: made.map(({ issuesOn, dueOn, document }) => ({ issuesOn, dueOn, document })),
    notes: notesAbout({ ...input, made, discounts: input.terms.promotions.discounts }),
  }
} // prettier-ignore

/** The next day on which an invoice is made; what should have been made before is made today. */
function nextDay({ subscriptions }: State, today: CalendarDate): CalendarDate | null {
  const days = subscriptions.filter(isRenewed).map(({ invoiceOn }) => invoiceOn!)
  if (days.length === 0) return null
  const first = days.reduce((earliest, day) => (day < earliest ? day : earliest))
  return first > today ? first : today
}

function isRenewed({ cancelAtPeriodEnd }: Subscription): boolean {
  return !cancelAtPeriodEnd
}

/** Just before a renewal is invoiced its scheduled change becomes what the subscription is: see advance_scheduled_changes.ts. */
function agreeToChanges(state: State, { changes, terms }: ForecastInput, day: CalendarDate): void {
  state.subscriptions = state.subscriptions.map((subscription) => {
    const { id, invoiceOn, renewsOn, currentPeriodStartsOn } = subscription
    const change = changes.find(({ subscriptionId, status }) => subscriptionId === id && status === 'scheduled')
    const isDue = change && isRenewed(subscription) && invoiceOn! <= day && change.effectiveOn <= renewsOn!
    if (!isDue || !currentPeriodStartsOn) return subscription
    const items = (state.items.get(id) ?? []).map(toStandingItem)
    const stood = { ...subscription, currentPeriodStartsOn, renewsOn: renewsOn!, items }
    const leads = standingAtRenewal(stood, change.leads)
    state.items.set(id, leads.items.map((item) => ({ ...item, subscriptionId: id, unitAmount: BigInt(item.unitAmount), tiers: item.tiers ?? null })))
    const agreed = { ...subscription, planId: leads.planId, interval: leads.interval, anchorDay: leads.anchorDay }
    return isByHour(leads.interval) && terms.hours ? beginHours(state, { agreed, leads, timeZone: terms.hours.timeZone }) : agreed
  })
} // prettier-ignore

/** As if it ran on from the day on which hours begin. */
function beginHours(
  state: State,
  { agreed, leads, timeZone }: { agreed: Subscription; leads: Standing; timeZone: string }
): Subscription {
  const { currentPeriodStartsOn, renewsOn } = leads
  const startsAt = startOfDay(timeZone, currentPeriodStartsOn)
  state.stretches.set(agreed.id, [{ subscriptionId: agreed.id, startsAt, endsAt: null, items: null }])
  return { ...agreed, currentPeriodStartsOn, renewsOn, invoiceOn: renewsOn }
}

function toStandingItem({ kind, priceId, description, quantity, unitAmount, tiers }: RenewalItem): StandingItem {
  return { kind, priceId, description, quantity, unitAmount: unitAmount.toString(), tiers }
} // prettier-ignore

/** Invoices one period of everything that is due on a day, and moves it on. */
function invoiceDue(state: State, { terms, today }: ForecastInput, day: CalendarDate): (DraftedRenewal & ForecastInvoice)[] {
  const due = state.subscriptions
    .filter((subscription) => isRenewed(subscription) && subscription.invoiceOn! <= day)
    .toSorted((a, b) => compare(a.renewsOn!, b.renewsOn!) || compare(a.id, b.id))
  const renewing = planRenewals(due, state.items, { today: day, terms: { ...terms, moves: asIfTold(terms, today), ...hoursIn(state, terms) } })
  const drafted = draftRenewals(renewing, { ...terms, promotions: promotionsOn(state, terms, day) })
  const riding = new Set(addPendingItems(drafted, state.pending).map(({ id }) => id))
  state.pending = state.pending.filter(({ id }) => !riding.has(id))
  const next = new Map(renewing.map(({ subscription, renewal }) => [subscription.id, renewal.next]))
  state.subscriptions = state.subscriptions.map((each) => ({ ...each, ...next.get(each.id) }))
  for (const { used } of drafted) countDown(state, used)
  return drafted.map((each) => {
    const { draft } = each
    return { ...each, issuesOn: day, dueOn: draft.dueOn, document: priceLines(draft.items, draft.pricing) }
  })
} // prettier-ignore

function hoursIn({ stretches }: State, { hours }: RenewalTerms): Pick<RenewalTerms, 'hours'> {
  return hours ? { hours: { ...hours, stretches } } : {}
}

/** The notice of a higher price that was not sent yet is sent now. */
function asIfTold({ moves }: RenewalTerms, today: CalendarDate): RenewalTerms['moves'] {
  return new Map(
    [...moves].map(([id, own]) => [
      id,
      own.map((move) => ({ ...move, toldOn: move.toldOn ?? (move.needsNotice ? today : null) })),
    ])
  )
}

/** Promised discounts as they are left, and the days of service as they will be: who has ended by then has ended. */
function promotionsOn(state: State, { promotions }: RenewalTerms, day: CalendarDate) {
  const serviceDays = new Map(
    [...promotions.serviceDays].map(([customerId, days]) => [customerId, endServices(days, state, day)])
  )
  return { ...promotions, discounts: state.discounts, serviceDays }
}

function endServices(
  days: readonly ServiceDays[],
  { subscriptions }: State,
  day: CalendarDate
): ServiceDays[] {
  const ended = days.map((each) => ({ ...each }))
  for (const { startedOn, endsOn } of subscriptions) {
    if (endsOn === null || endsOn > day) continue
    const running = ended.find((each) => each.startedOn === startedOn && each.endedOn === null)
    if (running) running.endedOn = endsOn
  }
  return ended
}

function countDown(state: State, used: DraftedRenewal['used']): void {
  for (const { discountId, subscriptionId, uses } of used) {
    const left = (state.discounts.get(subscriptionId) ?? []).flatMap((discount) => {
      if (discount.id !== discountId || discount.usesLeft === null) return [discount]
      const usesLeft = discount.usesLeft - uses
      return usesLeft > 0 ? [{ ...discount, usesLeft }] : []
    })
    state.discounts.set(subscriptionId, left)
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
