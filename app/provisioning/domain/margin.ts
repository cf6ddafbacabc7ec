import { Fraction } from '#app/shared/money/fraction'
import { shareOf } from '#app/shared/money/money'

export const costKinds = ['panel', 'plan', 'address'] as const
export type CostKind = (typeof costKinds)[number]

/** Something that is paid for in a month, in minor units. */
export interface MonthlyCost {
  kind: CostKind
  amount: bigint
  currency: string
  /** Among how many services a panel's cost is shared; how many addresses a service has of this price. */
  count: number
}

export interface CostShare {
  kind: CostKind
  amount: bigint
  currency: string
}

export interface Margin {
  revenue: bigint
  currency: string
  shares: CostShare[]
  /** Null where it cannot be said honestly: nothing is written down, or something in another currency. */
  margin: bigint | null
  reason: 'no_costs' | 'other_currency' | null
}

/**
 * How many times in a month an amount of each unit is charged, as a fraction; a year is twelve months, and days and weeks are those of an average
 * month. By the hour an amount is the most of a month already.
 */
export const monthlyRates: Readonly<Record<string, readonly [numerator: bigint, denominator: bigint]>> = {
  hour: [1n, 1n],
  day: [36525n, 1200n],
  week: [36525n, 8400n],
  month: [1n, 1n],
  year: [1n, 12n],
}

/** What a subscription brings in a month. */
export function monthlyRevenue(amount: bigint, interval: { unit: string; count: number }): bigint {
  const rate = monthlyRates[interval.unit]
  if (!rate) throw new Error(`There is no interval ${interval.unit}`)
  return shareOf(amount, new Fraction(rate[0], rate[1] * BigInt(interval.count)))
}

/** What is left of what a service brings in a month. A panel is paid for by everything that runs on it, in equal parts. */
export function marginOf(
  revenue: { amount: bigint; currency: string },
  costs: readonly MonthlyCost[]
): Margin {
  const shares = costs.map(({ kind, amount, currency, count }) => ({
    kind,
    currency,
    amount:
      kind === 'address'
        ? amount * BigInt(count)
        : kind === 'panel'
          ? shareOf(amount, new Fraction(1n, BigInt(Math.max(1, count))))
          : amount,
  }))
  const { amount, currency } = revenue
  const reason =
    shares.length === 0
      ? 'no_costs'
      : shares.some((share) => share.currency !== currency)
        ? 'other_currency'
        : null
  const spent = shares.reduce((sum, share) => sum + share.amount, 0n)
  return { revenue: amount, currency, shares, reason, margin: reason ? null : amount - spent }
}
