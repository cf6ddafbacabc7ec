import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { intervalUnits } from '#app/shared/time/calendar'
import { type AskedHourly, readHourly } from '#app/catalogue/domain/hourly_price'
import type { VersionFault } from '#app/catalogue/domain/price_version'
import { priceModels, type PriceModel, type TieredPrice } from '#app/catalogue/domain/tiers'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'
import type { PriceVersion } from '#app/catalogue/queries/list_price_versions'

/** A price that depends on the quantity, as it travels. */
export interface ScaleOnWire {
  model: PriceModel
  tiers: { up_to: string | null; unit_amount: string; flat_amount?: string | undefined }[]
  package_size?: string | undefined
  free_units?: string | undefined
  minimum_amount?: string | undefined
}

export function readScale(wire: ScaleOnWire): TieredPrice {
  return {
    model: wire.model,
    tiers: wire.tiers.map(({ up_to, unit_amount, flat_amount }) => ({
      upTo: up_to === null ? null : BigInt(up_to),
      unitAmount: unit_amount,
      flatAmount: BigInt(flat_amount ?? '0'),
    })),
    packageSize: BigInt(wire.package_size ?? '1'),
    freeUnits: BigInt(wire.free_units ?? '0'),
    minimumAmount: BigInt(wire.minimum_amount ?? '0'),
  }
}

export function showScale(written: WrittenTiers | null) {
  if (!written || written.model === 'hourly') return null
  return {
    model: written.model,
    tiers: written.tiers.map(({ upTo, unitAmount, flatAmount }) => ({
      up_to: upTo,
      unit_amount: unitAmount,
      flat_amount: flatAmount,
    })),
    package_size: written.packageSize,
    free_units: written.freeUnits,
    minimum_amount: written.minimumAmount,
  }
}

/** The price of an hour, as it travels. */
export interface HourlyOnWire {
  hour_amount: string
  month_at_most?: string | null | undefined
}

export function readAskedHourly(wire: HourlyOnWire | null | undefined): AskedHourly | null {
  if (!wire) return null
  return {
    hourAmount: wire.hour_amount,
    monthAtMost: wire.month_at_most == null ? null : BigInt(wire.month_at_most),
  }
}

export function showHourly(written: WrittenTiers | null) {
  const price = readHourly(written)
  return price && { hour_amount: price.hourAmount, month_at_most: price.monthAtMost.toString() }
}

export const hourlyShape = () => vine.object({ hour_amount: vine.string(), month_at_most: vine.string() })

export function showPriceVersion(version: PriceVersion) {
  const { currency, interval } = version
  return {
    id: showId('price', version.id),
    plan_id: version.planId && showId('plan', version.planId),
    option_id: version.optionId && showId('option', version.optionId),
    value_id: version.valueId && showId('optionValue', version.valueId),
    currency,
    interval: { unit: interval.unit, count: interval.count },
    amount: toWire({ amount: version.amount, currency }),
    setup: toWire({ amount: version.setupAmount, currency }),
    tiered: showScale(version.tiers),
    hourly: showHourly(version.tiers),
    valid_from: version.validFrom,
    ended_on: version.replacedOn,
    state: version.state,
  }
}

/** The fault's field as the body calls it: tiers stand within `tiered`. */
export function fieldOfFault({ field }: VersionFault): string {
  return field.startsWith('tiers') || field === 'package_size' ? `tiered.${field}` : field
}

const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const scaleShape = () =>
  vine.object({
    model: vine.enum(priceModels),
    tiers: vine.array(
      vine.object({ up_to: vine.string().nullable(), unit_amount: vine.string(), flat_amount: vine.string() })
    ),
    package_size: vine.string(),
    free_units: vine.string(),
    minimum_amount: vine.string(),
  })

export const priceVersionShape = vine.create({
  id: vine.string(),
  plan_id: vine.string().nullable(),
  option_id: vine.string().nullable(),
  value_id: vine.string().nullable(),
  currency: vine.string(),
  interval: vine.object({ unit: vine.enum(intervalUnits), count: vine.number() }),
  amount: moneyShape(),
  setup: moneyShape(),
  tiered: scaleShape().nullable(),
  hourly: hourlyShape().nullable(),
  valid_from: vine.string(),
  ended_on: vine.string().nullable(),
  state: vine.enum(['current', 'upcoming', 'past', 'withdrawn'] as const),
})

export const priceExampleShape = vine.create({
  examples: vine.array(vine.object({ quantity: vine.number(), amount: vine.string(), exact: vine.string() })),
})
