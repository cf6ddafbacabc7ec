import type { IntervalUnit, WireMoney } from '~/shared_props'
import type { Sizes } from '~/composables/use_sizes'

export interface Price {
  id: string
  interval: { unit: IntervalUnit; count: number }
  /** By the hour: the most of a calendar month. */
  amount: WireMoney
  /** The price of an hour, in minor units with decimals; null for every other interval. */
  hourly: { hour_amount: string; month_at_most: string } | null
}

export interface Plan {
  id: string
  slug: string
  name: string
  description: string
  /** False while nobody can say whether there is room. */
  is_available: boolean
  is_recommended: boolean
  /** The free days a new customer may begin with; null when there are none. */
  trial: { days: number; needs_payment_method: boolean } | null
  spec: Spec
  prices: (Price & { setup: WireMoney })[]
}

export type Spec = Sizes

export interface Option {
  id: string
  code: string
  name: string
  help: string
  kind: 'choice' | 'quantity' | 'toggle'
  minimum: number
  maximum: number
  prices: Price[]
  values: OptionValue[]
}

export interface OptionValue {
  id: string
  code: string
  name: string
  group: string
  is_default: boolean
  is_available: boolean
  prices: Price[]
  /** What is asked for when it is chosen: the settings of a game. */
  variables: Variable[]
}

/** A setting of a game, with its rules in the words of its panel. */
export interface Variable {
  code: string
  name: string
  description: string
  default_value: string
  rules: string
}

export interface Product {
  id: string
  slug: string
  kind: string
  name: string
  tagline: string
  description: string
  plans: Plan[]
  options: Option[]
}

export interface Site {
  base_locale: string
  currency: string
  interval: IntervalUnit
  currencies: string[]
}

export function priceFor<P extends Price>(prices: P[], currency: string, unit: string): P | undefined {
  return prices.find(
    (price) =>
      price.amount.currency === currency && price.interval.unit === unit && price.interval.count === 1
  )
}

/** What is chosen at first: the usual choice, unless it cannot be had just now. */
export function usualValue(values: OptionValue[]): OptionValue | undefined {
  const available = values.filter(({ is_available: isAvailable }) => isAvailable)
  return available.find(({ is_default: isDefault }) => isDefault) ?? available[0] ?? values[0]
}
