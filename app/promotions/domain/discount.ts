import { Fraction } from '#app/shared/money/fraction'
import { allocate } from '#app/shared/money/money'

/** What lowers the price of lines: a coupon, or the loyalty of a customer. Either a percentage or a fixed amount. */
export interface Discount {
  kind: 'coupon' | 'loyalty'
  /** The coupon behind it; null for loyalty. */
  id: string | null
  code: string | null
  /** What the customer reads on the line. */
  name: string
  /** A plain decimal such as `12.5`; null for a fixed amount and for a share. */
  percent: string | null
  /** An exact part such as `1/12`, where no decimal says it: a free month of a year. */
  share?: string | null
  /** Minor units of the document's currency, once over all lines it applies to; null for a percentage. */
  amount: bigint | null
  /** The kinds of lines it lowers; null: all that may be lowered. A coupon for a free setup names `setup`. */
  lineKinds: readonly string[] | null
  /** The plans it lowers; null: all. */
  planIds: readonly string[] | null
  /** Whose lines it lowers: subscriptions on a shared invoice, items of an order by their position. Absent: everybody's. */
  scope?: readonly string[] | null
  /**
   * Worked out on whole periods, and taken by the part that is charged of each: so the parts of a period add up, however often it changes.
   * All discounts of a document are worked out alike.
   */
  isOfPeriod?: boolean
}

/**
 * What a discount takes off one line, in minor units; never more than is left of the line. Nothing, where it was worked out over several
 * lines and rounding left this one none of it: the line is named all the same, so that the whole can be worked out again.
 */
export interface DiscountShare {
  discount: Discount
  amount: bigint
}

/** A line before any discount. Amounts of zero and below are never lowered. */
export interface DiscountableLine {
  kind: string
  planId: string | null
  amount: bigint
  isDiscountable: boolean
  /** Where only a part of a period is charged: what the whole costs, and the part. */
  whole?: { amount: bigint; part: Fraction } | null
  /** Whose line it is: see `Discount.scope`. */
  scope?: string | null
}

/**
 * Takes discounts off lines in the order given, each from what the ones before it left (domain.md, order of operations). A
 * percentage of the lines it applies to is rounded once, half away from zero; a fixed amount is taken as far as the lines reach, so
 * that nothing falls below zero. Either is spread by largest remainder: the shares always add up to what was taken.
 */
export function applyDiscounts(
  lines: readonly DiscountableLine[],
  discounts: readonly Discount[]
): DiscountShare[][] {
  if (!discounts.some(({ isOfPeriod }) => isOfPeriod)) return takeOff(lines, discounts)
  const wholes = lines.map((line) => (line.whole ? { ...line, amount: line.whole.amount } : line))
  return takeOff(wholes, discounts).map((shares, index) => partsOf(shares, lines[index]!))
}

/** What is left of the whole after each discount is charged by the part, and rounded once: the difference is what it takes off the part. */
function partsOf(shares: readonly DiscountShare[], { amount, whole }: DiscountableLine): DiscountShare[] {
  if (!whole) return [...shares]
  let left = { ofWhole: whole.amount, ofPart: amount }
  return shares.map(({ discount, amount: taken }) => {
    const ofWhole = left.ofWhole - taken
    const charged = new Fraction(ofWhole).times(whole.part).roundHalfAwayFromZero()
    const ofPart = charged < left.ofPart ? charged : left.ofPart
    const share = { discount, amount: left.ofPart - ofPart }
    left = { ofWhole, ofPart }
    return share
  })
}

function takeOff(lines: readonly DiscountableLine[], discounts: readonly Discount[]): DiscountShare[][] {
  const shares: DiscountShare[][] = lines.map(() => [])
  if (discounts.length === 0) return shares
  const left = lines.map(({ amount, isDiscountable }) => (isDiscountable && amount > 0n ? amount : 0n))
  for (const discount of discounts) {
    const weights = lines.map((line, index) => (applies(discount, line) ? left[index]! : 0n))
    const base = weights.reduce((sum, weight) => sum + weight, 0n)
    const taken = amountTaken(discount, base)
    if (taken === 0n) continue
    allocate(taken, weights).forEach((amount, index) => {
      if (weights[index] === 0n) return
      left[index] = left[index]! - amount
      shares[index]!.push({ discount, amount })
    })
  }
  return shares
}

function applies({ lineKinds, planIds, scope }: Discount, line: DiscountableLine): boolean {
  if (lineKinds && !lineKinds.includes(line.kind)) return false
  if (scope && !scope.includes(line.scope ?? '')) return false
  return !planIds || (line.planId !== null && planIds.includes(line.planId))
}

function amountTaken({ percent, share, amount }: Discount, base: bigint): bigint {
  const part = share ? readShare(share) : percent === null ? null : Fraction.fromPercent(percent)
  const wanted = part ? new Fraction(base).times(part).roundHalfAwayFromZero() : (amount ?? 0n)
  return wanted < base ? wanted : base
}

function readShare(share: string): Fraction {
  const [numerator, denominator] = share.split('/')
  return new Fraction(BigInt(numerator!), BigInt(denominator!))
}
