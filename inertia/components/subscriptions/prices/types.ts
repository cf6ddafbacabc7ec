import type { IntervalUnit, WireMoney } from '~/shared_props'

export type PriceModel = 'per_unit' | 'graduated' | 'volume' | 'package'

/** A price that depends on the quantity. Amounts are minor units as text. */
export interface Scale {
  model: PriceModel
  tiers: { up_to: string | null; unit_amount: string; flat_amount: string }[]
  package_size: string
  free_units: string
  minimum_amount: string
}

export interface PriceInterval {
  unit: IntervalUnit
  count: number
}

export interface PriceVersion {
  id: string
  plan_id: string | null
  option_id: string | null
  value_id: string | null
  currency: string
  interval: PriceInterval
  amount: WireMoney
  setup: WireMoney
  tiered: Scale | null
  /** The price of an hour, in minor units with decimals, and the most of a month; null for every other interval. */
  hourly: { hour_amount: string; month_at_most: string } | null
  valid_from: string
  ended_on: string | null
  state: 'current' | 'upcoming' | 'past' | 'withdrawn'
  payer_count: number
}

export interface PriceMove {
  id: string
  currency: string
  starts_on: string
  notice_days: number
  prices: { id: string; name: string; interval: PriceInterval; amount: WireMoney; valid_from: string }[]
  count: number
  old_amount: WireMoney
  new_amount: WireMoney
  open_count: number
  moved_count: number
  untold_count: number
  status: 'announced' | 'withdrawn' | 'done'
  created_at: string
}

export interface PreparedMove {
  currency: string
  starts_on: string
  earliest_on: string
  notice_days: number
  count: number
  old_amount: WireMoney
  new_amount: WireMoney
  /** One hour of all that are charged by the hour, in minor units with decimals; null where none is. */
  old_hour_amount: string | null
  new_hour_amount: string | null
  higher_count: number
  lower_count: number
  told_count: number
  first_on: string | null
  last_on: string | null
}

/** What has prices: a plan, an option, or a value of a choice. */
export interface Thing {
  key: string
  name: string
  /** Where a new price is sent to, and with what besides the price. */
  url: string
  extra: { value_id?: string }
  /** Whether its price can depend on the quantity. */
  isQuantity: boolean
  isOption: boolean
}

export interface Place {
  thing: Thing
  currency: string
  interval: PriceInterval
}

/** The first version of everything: no day is known. */
export const fromTheStart = '1970-01-01'

export function keyOf({ plan_id, option_id, value_id }: PriceVersion): string {
  return plan_id ?? value_id ?? option_id ?? ''
}

/** Of what and for which interval a version is the price. */
export function placeOf(version: PriceVersion): string {
  const { currency, interval } = version
  return `${keyOf(version)}|${currency}|${interval.unit}|${interval.count}`
}

export function isAt(version: PriceVersion, { thing, currency, interval }: Place): boolean {
  return (
    keyOf(version) === thing.key &&
    version.currency === currency &&
    version.interval.unit === interval.unit &&
    version.interval.count === interval.count
  )
}
