import { Fraction } from '#app/shared/money/fraction'
import { chargeTiers, type PriceCharge, type PriceModel, type TieredPrice } from '#app/catalogue/domain/tiers'

/** A tiered price as it lies in JSON: amounts are texts. */
export interface WrittenTiers {
  model: PriceModel
  tiers: { upTo: string | null; unitAmount: string; flatAmount: string }[]
  packageSize: string
  freeUnits: string
  minimumAmount: string
  maximumAmount?: string
}

export function readTiers(written: WrittenTiers): TieredPrice {
  return {
    model: written.model,
    tiers: written.tiers.map(({ upTo, unitAmount, flatAmount }) => ({
      upTo: upTo === null ? null : BigInt(upTo),
      unitAmount,
      flatAmount: BigInt(flatAmount),
    })),
    packageSize: BigInt(written.packageSize),
    freeUnits: BigInt(written.freeUnits),
    minimumAmount: BigInt(written.minimumAmount),
    ...(written.maximumAmount === undefined ? {} : { maximumAmount: BigInt(written.maximumAmount) }),
  }
}

export function writeTiers(price: TieredPrice): WrittenTiers {
  return {
    model: price.model,
    tiers: price.tiers.map(({ upTo, unitAmount, flatAmount }) => ({
      upTo: upTo?.toString() ?? null,
      unitAmount,
      flatAmount: flatAmount.toString(),
    })),
    packageSize: price.packageSize.toString(),
    freeUnits: price.freeUnits.toString(),
    minimumAmount: price.minimumAmount.toString(),
    ...(price.maximumAmount === undefined ? {} : { maximumAmount: price.maximumAmount.toString() }),
  }
}

/** Something bought in a quantity at an agreed price. */
export interface PricedQuantity {
  /** Minor units; with tiers what the first unit costs. */
  unitAmount: bigint | string
  quantity: number
  tiers?: WrittenTiers | null
}

/** What a quantity costs where its price depends on it; null where it is unit price × quantity. */
export function chargeOf({ tiers, quantity }: PricedQuantity): PriceCharge | null {
  return tiers ? chargeTiers(readTiers(tiers), BigInt(quantity)) : null
}

/** What a whole interval costs, before discounts and tax, in minor units; rounded once, as on its line. */
export function amountOfQuantity(part: PricedQuantity): bigint {
  const charge = chargeOf(part)
  if (!charge) return BigInt(part.unitAmount) * BigInt(part.quantity)
  return new Fraction(charge.numerator, charge.denominator).roundHalfAwayFromZero()
}
