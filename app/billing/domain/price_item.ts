import type { Discount } from '#app/promotions/index'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { TaxDecision } from '#app/billing/domain/tax'

/**
 * What a line is for. `change`: a part of a period because something about the subscription changed, negative where it gives back
 * what was paid. `item`: something staff put on the invoice. `fee`: for paying late.
 */
export type LineKind = 'plan' | 'option' | 'setup' | 'change' | 'item' | 'fee'

export const lineKinds = ['plan', 'option', 'setup', 'change', 'item', 'fee'] as const satisfies LineKind[]

/** Half-open: the last day of service is the one before `endsOn`. */
export interface LinePeriod {
  startsOn: CalendarDate
  endsOn: CalendarDate
}

/** The part of a period that is paid for, exactly, and how it was measured. */
export interface LineProration {
  numerator: bigint
  denominator: bigint
  /** How time was counted: see domain/proration.ts. */
  convention: string
  /** The instants or dates it was measured between, and the zone, in words for the explanation. */
  measured: Record<string, string>
}

/** An amount that is more than unit price × quantity: tiers, packages, a minimum. Exact, in minor units. */
export interface LineCharge {
  numerator: bigint
  denominator: bigint
  model: string
  /** How it came about, tier by tier, for the explanation. */
  parts: Record<string, string>[]
}

/** What an item cost before another version of its price took the place of the agreed one. */
export interface ReplacedAmount {
  /** Minor units, for its whole quantity and one interval. */
  amount: bigint
  /** The first day of the new version. */
  versionFrom: CalendarDate
  /** The first day of the first period at the new price. */
  startsOn: CalendarDate
}

/** One thing to be paid for, before discounts and tax. */
export interface PriceItem {
  kind: LineKind
  description: string
  quantity: number
  /** Minor units; negative where something is given back. */
  unitAmount: bigint
  /** The price agreed to; null where none stands behind the line. */
  priceId: string | null
  /** How long one unit price lasts; null for what is paid once. */
  interval: Interval | null
  /** The days that are paid for; null in a quote, where nothing has begun, and for what is paid once. */
  period: LinePeriod | null
  /** Absent: the whole period. */
  proration?: LineProration | null
  /** Absent: unit price × quantity. */
  charge?: LineCharge | null
  /** The agreed price that another version took the place of with this period. */
  replaced?: ReplacedAmount | null
  /** The plan it belongs to, for coupons that name plans. */
  planId?: string | null
  /** Whose line it is, for discounts that lower only some: a subscription, or the position of an item in its order. */
  scope?: string | null
  /** Why no tax is due on it, whatever the document's: damages are no supply. Absent: it is taxed. */
  untaxedBecause?: string
  /** Whether coupons and loyalty lower it; what is given back and fees are not. Absent: they do. */
  isDiscountable?: boolean
  /** The tax of this line where it is not that of the document: what is given back keeps the tax it was paid with. */
  tax?: TaxDecision
  /** The kind of product it belongs to, where kinds are taxed differently. */
  productKind?: string | null
}

/** Where tax is rounded: on each line, or once for all lines of a rate (as EN 16931 asks). */
export type TaxRounding = 'line' | 'rate_group'

export interface PricingContext {
  currency: string
  tax: TaxDecision
  /** The tax of kinds of products that are taxed unlike the document. */
  taxByProductKind?: Readonly<Record<string, TaxDecision>>
  taxRounding: TaxRounding
  /** Whether unit prices hold the tax already: then what is paid stays fixed and the tax is what remains. Absent: they do not. */
  pricesIncludeTax?: boolean
  /** In the order in which they are taken off. */
  discounts?: readonly Discount[]
}
