import { Fraction } from '#app/shared/money/fraction'

/**
 * How a price depends on the quantity. `per_unit`: each unit the same. `graduated`: the units of each tier at that tier's price.
 * `volume`: all units at the price of the tier that the whole quantity falls in. `package`: started packages of so many units.
 * `hourly`: each unit by the hour, up to the most that a calendar month costs (domain/hourly_price.ts).
 */
export type PriceModel = 'per_unit' | 'graduated' | 'volume' | 'package' | 'hourly'

/** Of which staff choose; the price of an hour comes with its interval. */
export const priceModels = ['per_unit', 'graduated', 'volume', 'package'] as const satisfies PriceModel[]

export interface Tier {
  /** The last unit of the tier; null for the last tier. */
  upTo: bigint | null
  /** Minor units for one unit (or one package), up to 12 decimals: `0.000125`. */
  unitAmount: string
  /** Minor units for reaching the tier at all. */
  flatAmount: bigint
}

/** An amount that is more than unit price × quantity. Exact, in minor units. */
export interface PriceCharge {
  numerator: bigint
  denominator: bigint
  model: PriceModel
  /** How it came about, tier by tier, for the explanation. */
  parts: Record<string, string>[]
}

export interface TieredPrice {
  model: PriceModel
  tiers: readonly Tier[]
  /** Units in a package. */
  packageSize: bigint
  /** Units that cost nothing; they count as the first ones. */
  freeUnits: bigint
  /** The least that is charged, in minor units. */
  minimumAmount: bigint
  /** Of `hourly`: the most that one unit costs in a calendar month, in minor units. */
  maximumAmount?: bigint
}

export type TierFault =
  | 'no_tiers'
  | 'not_ascending'
  | 'last_tier_bounded'
  | 'unit_amount_invalid'
  | 'package_size_invalid'
  | 'negative'
  | 'no_maximum'

/** Why a tiered price cannot be; null when it can. */
export function findTierFault(price: TieredPrice): TierFault | null {
  const { tiers, model, packageSize, freeUnits, minimumAmount } = price
  if (tiers.length === 0) return 'no_tiers'
  if (freeUnits < 0n || minimumAmount < 0n || tiers.some((tier) => tier.flatAmount < 0n)) return 'negative'
  if (!tiers.every((tier) => /^\d{1,18}(\.\d{1,12})?$/.test(tier.unitAmount))) return 'unit_amount_invalid'
  if (model === 'package' && packageSize < 1n) return 'package_size_invalid'
  if (model === 'hourly') return price.maximumAmount === undefined || tiers.length > 1 ? 'no_maximum' : null
  if (tiers.at(-1)!.upTo !== null) return 'last_tier_bounded'
  const bounds = tiers.slice(0, -1).map((tier) => tier.upTo)
  const isAscending = bounds.every((bound, index) => bound !== null && bound > (bounds[index - 1] ?? 0n))
  return isAscending ? null : 'not_ascending'
}

/** What a quantity costs under a tiered price, exactly, and tier by tier. A minimum lifts the whole where it is higher. */
export function chargeTiers(price: TieredPrice, quantity: bigint): PriceCharge {
  if (quantity < 0n) throw new RangeError(`A quantity cannot be negative: ${quantity}`)
  const fault = findTierFault(price)
  if (fault) throw new RangeError(`This price cannot be: ${fault}`)
  if (price.model === 'hourly') return chargeWholeMonth(price, quantity)
  const billed = quantity > price.freeUnits ? quantity - price.freeUnits : 0n
  const steps = stepsOf(price, billed)
  const sum = steps.reduce((all, step) => all.plus(step.amount), new Fraction(0n))
  const parts = [...explainUnits(price, quantity), ...steps.map(explainStep)]
  const minimum = new Fraction(price.minimumAmount)
  const isLifted = isLess(sum, minimum)
  if (isLifted) parts.push({ minimum: price.minimumAmount.toString() })
  const { numerator, denominator } = isLifted ? minimum : sum
  return { numerator, denominator, model: price.model, parts }
}

/** Before hours are counted a month is what it costs at most. */
function chargeWholeMonth({ tiers, maximumAmount = 0n, model }: TieredPrice, quantity: bigint): PriceCharge {
  const parts = [
    { hour_amount: tiers[0]!.unitAmount, units: `${quantity}`, month_at_most: `${maximumAmount}` },
  ]
  return { numerator: maximumAmount * quantity, denominator: 1n, model, parts }
}

interface Step {
  from: bigint
  units: bigint
  unitAmount: string
  flatAmount: bigint
  amount: Fraction
}

function stepsOf(price: TieredPrice, billed: bigint): Step[] {
  if (billed === 0n) return []
  switch (price.model) {
    case 'per_unit':
    case 'graduated':
      return graduated(price.tiers, billed)
    case 'volume': {
      const tier = price.tiers.find(({ upTo }) => upTo === null || billed <= upTo)!
      return [stepOf(tier, 1n, billed)]
    }
    case 'package':
      return graduated(price.tiers, (billed + price.packageSize - 1n) / price.packageSize)
    case 'hourly':
      throw new RangeError('Hours are not charged by steps')
  }
}

function graduated(tiers: readonly Tier[], quantity: bigint): Step[] {
  const steps: Step[] = []
  let below = 0n
  for (const tier of tiers) {
    const reach = tier.upTo === null || tier.upTo > quantity ? quantity : tier.upTo
    if (reach <= below) break
    steps.push(stepOf(tier, below + 1n, reach - below))
    below = reach
  }
  return steps
}

function stepOf(tier: Tier, from: bigint, units: bigint): Step {
  const amount = Fraction.fromDecimal(tier.unitAmount)
    .times(new Fraction(units))
    .plus(new Fraction(tier.flatAmount))
  return { from, units, unitAmount: tier.unitAmount, flatAmount: tier.flatAmount, amount }
}

/** Why the steps count other units than were taken: some are free, or they come in packages. */
function explainUnits(
  { model, freeUnits, packageSize }: TieredPrice,
  quantity: bigint
): Record<string, string>[] {
  const told: Record<string, string> = {}
  if (freeUnits > 0n && quantity > 0n) told.free_units = `${freeUnits < quantity ? freeUnits : quantity}`
  if (model === 'package') told.package_size = `${packageSize}`
  return Object.keys(told).length > 0 ? [told] : []
}

function explainStep({ from, units, unitAmount, flatAmount, amount }: Step): Record<string, string> {
  return {
    from: from.toString(),
    units: units.toString(),
    unit_amount: unitAmount,
    ...(flatAmount > 0n ? { flat_amount: flatAmount.toString() } : {}),
    amount: `${amount.numerator}/${amount.denominator}`,
  }
}

function isLess(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator
}
