import { chargeOf } from '#app/catalogue/index'
import {
  giveBack,
  type InvoiceItem,
  type LineProration,
  type PaidLine,
  remainingShare,
} from '#app/billing/index'
import { startOfDay } from '#app/shared/time/calendar'
import type { ChangeSituation } from '#app/subscriptions/domain/change'
import { countHours, toRenewalItem } from '#app/subscriptions/domain/hours'
import { isByHour, type Period, wholeIntervalOf } from '#app/subscriptions/domain/periods'
import { standingItemOn } from '#app/subscriptions/domain/price_move'
import { restarts, type Standing } from '#app/subscriptions/domain/standing'

/**
 * The lines of a change that takes place at once: what is not used of what was paid is given back, and the same days are charged
 * under the new terms. A period that is invoiced ahead is given back and charged as a whole, so that the days after it need no care.
 */
export function changeItems(
  situation: ChangeSituation,
  { stood, leads }: { stood: Standing; leads: Standing }
): { items: InvoiceItem[]; givenBack: PaidLine[] } {
  const isRestart = restarts(stood, leads)
  const measure = measureFrom(situation, stood, isRestart)
  const back = situation.paidLines.flatMap((line) => {
    const { pricesIncludeTax, today } = situation
    const item = giveBack(line, measure(line.period), { pricesIncludeTax, from: today })
    return item ? [{ line, item: { ...item, planId: stood.planId } }] : []
  })
  const charged = isRestart
    ? [...chargeHours(situation, stood), ...chargeAnew(situation, leads)]
    : periodsOf(situation.paidLines).flatMap((period) => chargeRest(situation, leads, { period, left: measure(period) })) // prettier-ignore
  return { items: [...back.map(({ item }) => item), ...charged], givenBack: back.map(({ line }) => line) }
}

/** Whose discounts lower what is left of a period: not those of another period of the same subscription. */
export function scopeOfRest(subscriptionId: string, { endsOn }: Pick<Period, 'endsOn'>): string {
  return `${subscriptionId} until ${endsOn}`
}

/** With a new interval the new period is paid from the beginning of today: so is what is given back, and nothing is paid twice. */
function measureFrom(
  { now, today, timeZone, policies }: ChangeSituation,
  stood: Standing,
  isRestart: boolean
): (period: Period) => LineProration {
  const from = isRestart ? startOfDay(timeZone, today) : now
  const common = { convention: policies.proration, from, fromOn: today, timeZone }
  return (period) => remainingShare({ ...common, period: wholeIntervalOf(period, stood) })
}

function periodsOf(lines: readonly PaidLine[]): Period[] {
  return [...new Map(lines.map(({ period }) => [period.startsOn, period])).values()]
}

/** The hours so far of what is paid ahead from today on: all that began before today. */
function chargeHours(situation: ChangeSituation, stood: Standing): InvoiceItem[] {
  const { subscription, stretches, today, timeZone, itemMoves } = situation
  const period = { startsOn: stood.currentPeriodStartsOn, endsOn: today }
  if (!isByHour(stood.interval) || period.startsOn >= today) return []
  const agreed = stood.items.map((item) => toRenewalItem(subscription.id, standingItemOn(item, itemMoves, period.startsOn)))
  return countHours(agreed, { stretches, period, timeZone }).map((item) => ({
    ...item,
    interval: stood.interval,
    period,
    planId: stood.planId,
    scope: subscription.id,
    opensPeriod: false,
  }))
} // prettier-ignore

function chargeAnew(situation: ChangeSituation, leads: Standing): InvoiceItem[] {
  const period = { startsOn: leads.currentPeriodStartsOn, endsOn: leads.renewsOn }
  return leads.items.map((item) => ({ ...charge(situation, leads, item), kind: item.kind, period }))
}

function chargeRest(
  situation: ChangeSituation,
  leads: Standing,
  { period, left }: { period: Period; left: LineProration }
): InvoiceItem[] {
  const { today } = situation
  const startsOn = today > period.startsOn ? today : period.startsOn
  const items = leads.items.map((item) => standingItemOn(item, situation.itemMoves, period.startsOn))
  return items.map((item) => ({
    ...charge(situation, leads, item),
    scope: scopeOfRest(situation.subscription.id, period),
    kind: 'change',
    period: { startsOn, endsOn: period.endsOn },
    proration: left.numerator === left.denominator ? null : left,
  }))
}

function charge(
  { subscription }: ChangeSituation,
  { planId, interval }: Standing,
  item: Standing['items'][number]
) {
  return {
    description: item.description,
    quantity: item.quantity,
    unitAmount: BigInt(item.unitAmount),
    charge: chargeOf(item),
    priceId: item.priceId,
    interval,
    planId,
    subscriptionId: subscription.id,
    scope: subscription.id,
    // The period is written when the change takes place: until it is paid, the old one runs.
    opensPeriod: false,
  }
}
