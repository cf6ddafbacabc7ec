import { type ConfiguredItem, isOtherSize, kindOf, needOf, rulesOf } from '#app/catalogue/index'
import type { BillingPolicies, ChangeTime, InvoiceItem, PaidLine } from '#app/billing/index'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dayOfMonth } from '#app/shared/time/calendar'
import { changeItems } from '#app/subscriptions/domain/change_items'
import type { Stretch } from '#app/subscriptions/domain/hours'
import type { ItemMove } from '#app/subscriptions/domain/price_move'
import { recurringParts } from '#app/subscriptions/domain/ordered_parts'
import { isByHour, periodFrom } from '#app/subscriptions/domain/periods'
import { amountOf, restarts, type Standing, type StandingItem } from '#app/subscriptions/domain/standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'

/** What the service behind a subscription lets happen, as its panel and the stock say. */
export interface ServiceLimits {
  /** The disk it has now: one never shrinks. */
  storageGb: number
  room: 'enough' | 'no_capacity' | 'sold_out' | 'panel_unreachable' | 'not_supported' | 'below_use'
  /** Whether it runs and nothing keeps it from being changed. */
  isUsable: boolean
}

export type ChangeRefusal = {
  type:
    | 'not_started'
    | 'in_trial'
    | 'must_pay_first'
    | 'already_ending'
    | 'already_cancelled'
    | 'change_under_way'
    | 'period_unpaid'
    | 'renewal_under_way'
    | 'nothing_changes'
    | 'method_needed'
    | 'other_product'
    | 'location_fixed'
    | 'disk_would_shrink'
    | 'service_not_usable'
    | 'no_capacity'
    | 'sold_out'
    | 'panel_unreachable'
    | 'not_supported'
    | 'below_use'
    | 'payment_under_way'
}

export interface ChangeSituation {
  subscription: Subscription
  /** What it is for now, with the prices that were agreed to. */
  current: ConfiguredItem
  /** What it is to be for: configured from today's catalogue, agreed prices kept where nothing changes. */
  wanted: ConfiguredItem
  standingItems: readonly StandingItem[]
  /** What becomes of agreed prices with coming periods. */
  itemMoves: readonly ItemMove[]
  /** The lines that pay for today and for days ahead. */
  paidLines: readonly PaidLine[]
  hasOpenChange: boolean
  /** What ran of what is charged by the hour, as far as it is not invoiced. */
  stretches: readonly Stretch[]
  /** Whether a payment method is saved: hours are paid when they are over. */
  hasMethod: boolean
  /** Null where there is no service to ask. */
  service: ServiceLimits | null
  now: Date
  today: CalendarDate
  timeZone: string
  policies: Pick<BillingPolicies, 'proration' | 'upgrade' | 'downgrade'>
  pricesIncludeTax: boolean
}

export interface PlannedChange {
  direction: 'upgrade' | 'downgrade'
  timing: ChangeTime
  effectiveOn: CalendarDate
  /** The lines of its invoice; none for a change with the renewal. */
  items: InvoiceItem[]
  /** The paid lines that the first of the items give back, in their order. */
  givenBack: PaidLine[]
  stood: Standing
  leads: Standing
  fromAmount: bigint
  toAmount: bigint
}

const nothing = { items: [], givenBack: [] }

/**
 * What a wish to change a subscription means: refused, or when it takes place, what is given back and charged for it, and where
 * the subscription stands after (docs/subscriptions.md, "What does an upgrade cost?").
 */
export function decideChange(situation: ChangeSituation): Result<PlannedChange, ChangeRefusal> {
  const refusal = refuseByState(situation) ?? refuseByWish(situation)
  if (refusal) return err({ type: refusal })
  const stood = standingOf(situation)
  const items = recurringParts(situation.wanted).map(toStandingItem)
  const [fromAmount, toAmount] = [amountOf(stood.items), amountOf(items)]
  const direction = toAmount >= fromAmount ? 'upgrade' : 'downgrade'
  const timing = timingOf(situation, direction)
  const leads = leadTo({ situation, stood, items, timing })
  const byService = refuseByService(situation, timing)
  if (byService) return err({ type: byService })
  const isCharged = timing === 'now' && !isByHour(leads.interval)
  const { items: lines, givenBack } = isCharged ? changeItems(situation, { stood, leads }) : nothing
  return ok({
    direction,
    timing,
    effectiveOn: timing === 'now' ? situation.today : stood.renewsOn,
    items: lines,
    givenBack,
    stood,
    leads,
    fromAmount,
    toAmount,
  })
}

/**
 * By the hour nothing is paid ahead: what it is for changes with the next hour, and months begin today. What is paid ahead is used up
 * before hours are counted. All else is the tenant's policy.
 */
function timingOf(
  { subscription, wanted, policies }: ChangeSituation,
  direction: PlannedChange['direction']
): ChangeTime {
  if (isByHour(subscription.interval)) return 'now'
  return wanted.intervalUnit === 'hour' ? 'renewal' : policies[direction]
}

function refuseByState(situation: ChangeSituation): ChangeRefusal['type'] | null {
  const { subscription, paidLines, today } = situation
  switch (subscription.status) {
    case 'pending':
      return 'not_started'
    case 'trialing':
      return 'in_trial'
    case 'past_due':
    case 'suspended':
      return 'must_pay_first'
    case 'cancelled':
      return 'already_cancelled'
    case 'active':
      break
  }
  if (subscription.cancelAtPeriodEnd) return 'already_ending'
  if (situation.hasOpenChange) return 'change_under_way'
  if (paidLines.some(({ invoiceStatus }) => invoiceStatus !== 'paid')) return 'period_unpaid'
  const isDue = subscription.invoiceOn !== null && subscription.invoiceOn <= today
  if (isByHour(subscription.interval)) return isDue ? 'renewal_under_way' : null
  const isRunning = paidLines.some(({ period }) => period.startsOn <= today && today < period.endsOn)
  return isRunning && !isDue ? null : 'renewal_under_way'
}

function refuseByWish(situation: ChangeSituation): ChangeRefusal['type'] | null {
  const { current, wanted, service, hasMethod } = situation
  if (wanted.productId !== current.productId || wanted.panelDriver !== current.panelDriver)
    return 'other_product'
  if (kindOf(wanted.spec) !== kindOf(current.spec)) return 'other_product'
  const storageGb = service?.storageGb ?? needOf(current.spec).storageGb
  const refusal = rulesOf(kindOf(current.spec)).refuse(current.spec, wanted.spec, { storageGb })
  if (refusal ?? isSame(current, wanted)) return refusal ?? 'nothing_changes'
  const beginsHours = wanted.intervalUnit === 'hour' && current.intervalUnit !== 'hour'
  return beginsHours && !hasMethod ? 'method_needed' : null
}

/** What comes with the renewal is looked at again when it comes: what is full today may have room by then. */
function refuseByService(
  { service, current, wanted }: ChangeSituation,
  timing: ChangeTime
): ChangeRefusal['type'] | null {
  if (!service || !isResized(current, wanted)) return null
  // What is stored today will hardly be gone by the renewal: said now, before anybody counts on it.
  if (service.room === 'not_supported' || service.room === 'below_use') return service.room
  if (timing === 'renewal') return null
  if (!service.isUsable) return 'service_not_usable'
  return service.room === 'enough' ? null : service.room
}

function isSame(a: ConfiguredItem, b: ConfiguredItem): boolean {
  const codes = new Set([...Object.keys(a.options), ...Object.keys(b.options)])
  const isSameInterval = a.intervalUnit === b.intervalUnit && a.intervalCount === b.intervalCount
  return a.planId === b.planId && isSameInterval && [...codes].every((code) => a.options[code] === b.options[code]) // prettier-ignore
}

/** Whether the panel has anything to do. */
export function isResized({ spec: a }: ConfiguredItem, { spec: b }: ConfiguredItem): boolean {
  return isOtherSize(a, b)
}

function standingOf({ subscription, standingItems }: ChangeSituation): Standing {
  const { planId, interval, anchorDay, currentPeriodStartsOn, renewsOn } = subscription
  if (!currentPeriodStartsOn || !renewsOn) throw new Error(`Subscription ${subscription.id} has no period`)
  return { planId, interval, anchorDay, currentPeriodStartsOn, renewsOn, items: [...standingItems] }
}

/** A change of the interval begins a period today, with today as its anchor; any other keeps the dates. */
function leadTo(input: {
  situation: ChangeSituation
  stood: Standing
  items: StandingItem[]
  timing: ChangeTime
}): Standing {
  const { situation, stood, items, timing } = input
  const { wanted, today } = situation
  const interval = { unit: wanted.intervalUnit, count: wanted.intervalCount }
  const next = { ...stood, planId: wanted.planId, interval, items }
  if (timing === 'renewal' || !restarts(stood, next)) return next
  const anchorDay = dayOfMonth(today)
  const { endsOn } = periodFrom(today, { interval, anchorDay })
  return { ...next, anchorDay, currentPeriodStartsOn: today, renewsOn: endsOn }
}

function toStandingItem(part: ReturnType<typeof recurringParts>[number]): StandingItem {
  const { kind, priceId, description, quantity, unitAmount, tiers } = part
  return { kind, priceId, description, quantity, unitAmount, ...(tiers ? { tiers } : {}) }
}
