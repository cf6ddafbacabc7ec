import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'
import type { TrialOffer } from '#app/catalogue/domain/catalogue'
import type { ConfiguredSpec } from '#app/catalogue/domain/kinds/product_kinds'

export type { ConfiguredSpec, PlanSpec } from '#app/catalogue/domain/kinds/product_kinds'

/** One price that the customer agreed to, per interval. The amount is a string of minor units, as it lies in JSON. */
export interface ConfiguredPart {
  kind: 'plan' | 'option' | 'setup'
  /** prices.id or option_prices.id. */
  priceId: string
  description: string
  quantity: number
  unitAmount: string
  /** Where the price depends on the quantity; absent: unit price × quantity. */
  tiers?: WrittenTiers | null
}

/**
 * A plan with everything chosen, as a quote and its order keep it (`order_lines.content`). It stays readable for as long as
 * the order does, whatever becomes of the catalogue: nothing in it needs to be looked up again.
 */
export interface ConfiguredItem {
  planId: string
  productId: string
  productKind: string
  productName: string
  planName: string
  panelDriver: string
  /** What the panel calls this size, as the plan says: `{ package: "VPS M" }`. */
  panelPackage: Record<string, unknown>
  intervalUnit: Interval['unit']
  intervalCount: number
  currency: string
  hostname: string
  /** What was chosen, by option code: a value's code, a quantity, or a switch. */
  options: Record<string, string | number | boolean>
  /** The choices in words: `{ "Operating system": "Debian 13" }`. */
  choices: { label: string; value: string }[]
  spec: ConfiguredSpec
  /** Keys that the new system accepts, as they were when it was ordered. Set on the lines of an order alone. */
  sshKeys?: { name: string; publicKey: string }[]
  /** The free days it begins with; absent when it is paid from the first day. */
  trial?: TrialOffer
  /** Plan and options recur; a setup part is charged once. */
  parts: ConfiguredPart[]
  /** Where its first period is aligned to a day of its customer; absent: a whole interval from its first day on. */
  firstPeriod?: FirstPeriod
}

/** The first period of a service that is aligned to a day of the month, as it was quoted. */
export interface FirstPeriod {
  anchorDay: number
  /** The day it was quoted for. */
  startsOn: CalendarDate
  endsOn: CalendarDate
  /** The part of an interval that is charged, and how it was measured; null for a whole one. */
  share: {
    numerator: string
    denominator: string
    convention: string
    measured: Record<string, string>
  } | null
}
