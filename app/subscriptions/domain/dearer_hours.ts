import { chargeHours, type HourlyPrice, readHourly, type WrittenTiers } from '#app/catalogue/index'
import { Fraction } from '#app/shared/money/fraction'

/** A price of a quantity, and the one that takes its place. */
export interface MovedPrice {
  quantity: number
  tiers: WrittenTiers | null
  newTiers: WrittenTiers | null
}

interface HourlyQuantity extends HourlyPrice {
  quantity: bigint
}

/** The hours of the longest calendar month there is. */
const hoursMax = 745n

/** By how much one hour of some prices together rises, in minor units; negative where it falls. */
export function hourDifference(items: readonly MovedPrice[]): Fraction {
  const { before, after } = readBoth(items)
  return oneHourOf(after).plus(oneHourOf(before).times(new Fraction(-1n)))
}

function oneHourOf(prices: readonly HourlyQuantity[]): Fraction {
  return prices.reduce(
    (sum, { hourAmount, quantity }) =>
      sum.plus(Fraction.fromDecimal(hourAmount).times(new Fraction(quantity))),
    new Fraction(0n)
  )
}

/**
 * Whether any number of hours of a month costs more than before. Neither one hour nor the whole month need to: of two prices one may rise
 * and the other fall, each up to its own most. Between the hours at which a price comes to its most everything rises evenly, so these tell.
 */
export function costsMoreAtSomeHours(items: readonly MovedPrice[]): boolean {
  const { before, after } = readBoth(items)
  return telling([...before, ...after]).some((hours) =>
    costOf(after, hours).isMoreThan(costOf(before, hours))
  )
}

function readBoth(items: readonly MovedPrice[]): { before: HourlyQuantity[]; after: HourlyQuantity[] } {
  return {
    before: items.flatMap(({ quantity, tiers }) => toHourly(quantity, tiers)),
    after: items.flatMap(({ quantity, newTiers }) => toHourly(quantity, newTiers)),
  }
}

function toHourly(quantity: number, tiers: WrittenTiers | null): HourlyQuantity[] {
  const price = readHourly(tiers)
  return price ? [{ ...price, quantity: BigInt(quantity) }] : []
}

function telling(prices: readonly HourlyQuantity[]): bigint[] {
  const tops = prices.flatMap(({ hourAmount, monthAtMost }) => {
    const hour = Fraction.fromDecimal(hourAmount)
    if (hour.numerator === 0n) return []
    const top = (monthAtMost * hour.denominator) / hour.numerator
    return [top, top + 1n]
  })
  return [1n, hoursMax, ...tops].filter((hours) => hours >= 1n && hours <= hoursMax)
}

function costOf(prices: readonly HourlyQuantity[], hours: bigint): Fraction {
  return prices.reduce((sum, { quantity, ...price }) => {
    const { numerator, denominator } = chargeHours(price, quantity, [{ month: '', hours }])
    return sum.plus(new Fraction(numerator, denominator))
  }, new Fraction(0n))
}
