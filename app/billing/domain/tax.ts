import type { CalendarDate } from '#app/shared/time/calendar'

/** A flat rate of one country, in force on the days `[validFrom, validUntil)`. */
export interface TaxRate {
  country: string
  name: string
  /** A plain decimal such as `19` or `19.0000`. */
  percent: string
  validFrom: CalendarDate
  validUntil: CalendarDate | null
}

/** Which tax a customer pays, and why. */
export interface TaxDecision {
  country: string | null
  name: string | null
  percent: string
  /** `no_country`: the customer has not told us where they live yet. `no_rate`: we collect no tax there. */
  reason: 'rate' | 'no_country' | 'no_rate'
}

/** The tax of a customer's country on a day, from the rates under which the seller collects. */
export function decideTax(input: {
  country: string | null
  on: CalendarDate
  rates: readonly TaxRate[]
}): TaxDecision {
  const { country, on, rates } = input
  if (!country) return { country: null, name: null, percent: '0', reason: 'no_country' }
  const inForce = rates
    .filter((rate) => rate.country === country && isInForce(rate, on))
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
  const rate = inForce[0]
  if (!rate) return { country, name: null, percent: '0', reason: 'no_rate' }
  return { country, name: rate.name, percent: trimPercent(rate.percent), reason: 'rate' }
}

function isInForce(rate: TaxRate, on: CalendarDate): boolean {
  return rate.validFrom <= on && (rate.validUntil === null || on < rate.validUntil)
}

/** `19.0000` → `19`, `8.1000` → `8.1`: how a percentage is shown and compared. */
export function trimPercent(percent: string): string {
  return percent.includes('.') ? percent.replace(/\.?0+$/, '') : percent
}
