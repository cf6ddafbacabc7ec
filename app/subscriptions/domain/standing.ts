import type { CalendarDate, Interval } from '#app/shared/time/calendar'

/** A recurring item as it lies in JSON: amounts are texts of minor units. */
export interface StandingItem {
  kind: 'plan' | 'option'
  priceId: string
  description: string
  quantity: number
  unitAmount: string
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

export function amountOf(items: readonly StandingItem[]): bigint {
  return items.reduce((sum, { unitAmount, quantity }) => sum + BigInt(unitAmount) * BigInt(quantity), 0n)
}

/** Whether a change begins a period of its own: with another interval. */
export function restarts(stood: Pick<Standing, 'interval'>, leads: Pick<Standing, 'interval'>): boolean {
  return stood.interval.unit !== leads.interval.unit || stood.interval.count !== leads.interval.count
}
