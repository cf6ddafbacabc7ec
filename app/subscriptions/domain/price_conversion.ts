import type { PriceRounding } from '#app/billing/index'
import type { PriceVersion, WrittenTiers } from '#app/catalogue/index'
import { currencyExponent } from '#app/shared/money/currency'
import { Fraction } from '#app/shared/money/fraction'

export interface ConversionTerms {
  from: string
  to: string
  /** Units of the second for one of the first. */
  rate: Fraction
  rounding: PriceRounding
}

export interface ConvertedPrice {
  version: PriceVersion
  /** The price in the other currency that holds now, with what is not converted by amount alone. */
  before: PriceVersion | null
  amount: bigint
  setupAmount: bigint
  tiers: WrittenTiers | null
}

/** The current prices of a currency in another one; those that would stay as they are are left out. */
export function convertPrices(
  versions: readonly PriceVersion[],
  placeOf: (version: PriceVersion) => string,
  terms: ConversionTerms
): ConvertedPrice[] {
  const current = versions.filter(({ state }) => state === 'current')
  const known = new Map(current.map((version) => [placeOf(version), version]))
  return current
    .filter(({ currency }) => currency === terms.from)
    .map((version) => ({
      version,
      before: known.get(placeOf({ ...version, currency: terms.to })) ?? null,
      amount: convertAmount(version.amount, terms),
      setupAmount: convertAmount(version.setupAmount, terms),
      tiers: version.tiers && convertTiers(version.tiers, terms),
    }))
    .filter(isDifferent)
}

/** One rounding, of the exact product. Nothing stays nothing, and what costs something goes on costing something. */
export function convertAmount(amount: bigint, { from, to, rate, rounding }: ConversionTerms): bigint {
  if (amount === 0n) return 0n
  const exact = new Fraction(amount).times(rate).times(shift(from, to))
  const { step, less } = stepOf(rounding, currencyExponent(to))
  const steps = exact.plus(new Fraction(less)).dividedBy(new Fraction(step)).roundHalfAwayFromZero()
  return (steps > 0n ? steps : 1n) * step - less
}

function stepOf(rounding: PriceRounding, exponent: number): { step: bigint; less: bigint } {
  const unit = 10n ** BigInt(exponent)
  switch (rounding) {
    case 'exact':
      return { step: 1n, less: 0n }
    case 'ends_99':
      return exponent === 0 ? { step: 100n, less: 1n } : { step: unit, less: unit / 100n }
    case 'step_05':
      return exponent === 0 ? { step: 5n, less: 0n } : { step: unit / 20n, less: 0n }
    case 'whole':
      return { step: unit, less: 0n }
  }
}

/** Unit prices of tiers keep their fractions, to twelve places; sums are rounded like prices. */
function convertTiers(written: WrittenTiers, terms: ConversionTerms): WrittenTiers {
  return {
    ...written,
    tiers: written.tiers.map((tier) => ({
      ...tier,
      unitAmount: Fraction.fromDecimal(tier.unitAmount)
        .times(terms.rate)
        .times(shift(terms.from, terms.to))
        .toDecimal(),
      flatAmount: convertAmount(BigInt(tier.flatAmount), terms).toString(),
    })),
    minimumAmount: convertAmount(BigInt(written.minimumAmount), terms).toString(),
    ...(written.maximumAmount === undefined
      ? {}
      : { maximumAmount: convertAmount(BigInt(written.maximumAmount), terms).toString() }),
  }
}

function shift(from: string, to: string): Fraction {
  const digits = currencyExponent(to) - currencyExponent(from)
  return digits >= 0 ? new Fraction(10n ** BigInt(digits)) : new Fraction(1n, 10n ** BigInt(-digits))
}

function isDifferent({ before, amount, setupAmount, tiers }: ConvertedPrice): boolean {
  if (!before || before.setupAmount !== setupAmount) return true
  if (tiers || before.tiers) return JSON.stringify(tiers) !== JSON.stringify(before.tiers)
  return before.amount !== amount
}

/** All that would be entered, added up: who sees another sum than before does not see the same prices. */
export function sumOf(prices: readonly ConvertedPrice[]): Fraction {
  return prices.flatMap(amountsOf).reduce((sum, amount) => sum.plus(amount), new Fraction(0n))
}

/** The largest of all that would be entered, in minor units. */
export function largestOf(prices: readonly ConvertedPrice[]): bigint {
  const amounts = prices.flatMap(amountsOf).map((amount) => amount.roundHalfAwayFromZero())
  return amounts.reduce((largest, amount) => (amount > largest ? amount : largest), 0n)
}

function amountsOf({ amount, setupAmount, tiers }: ConvertedPrice): Fraction[] {
  const ofTiers = tiers?.tiers.flatMap(({ unitAmount, flatAmount }) => [unitAmount, flatAmount]) ?? []
  const bounds = tiers ? [tiers.minimumAmount, tiers.maximumAmount ?? '0'] : []
  return [
    new Fraction(amount),
    new Fraction(setupAmount),
    ...[...ofTiers, ...bounds].map((text) => Fraction.fromDecimal(text)),
  ]
}
