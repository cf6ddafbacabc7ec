import { amountOfQuantity, type WrittenTiers } from '#app/catalogue/index'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'

/** A recurring item as it lies in JSON: amounts are texts of minor units. */
export interface StandingItem {
  kind: 'plan' | 'option'
  priceId: string
  description: string
  quantity: number
  unitAmount: string
  /** Where the price depends on the quantity; absent: unit price × quantity. */
  tiers?: WrittenTiers | null
}

/** Where a subscription stands: what it is for, how it repeats, and up to where it is invoiced. */
export interface Standing {
  planId: string
  interval: Interval
  anchorDay: number
  /** Of the last period that was invoiced. */
  currentPeriodStartsOn: CalendarDate
  renewsOn: CalendarDate
  items: StandingItem[]
}

/** What a whole interval costs, before discounts and tax. */
export function amountOf(items: readonly StandingItem[]): bigint {
  return items.reduce((sum, item) => sum + amountOfQuantity(item), 0n)
}

/** Whether a change begins a period of its own: with another interval. */
export function restarts(stood: Pick<Standing, 'interval'>, leads: Pick<Standing, 'interval'>): boolean {
  return stood.interval.unit !== leads.interval.unit || stood.interval.count !== leads.interval.count
}
