import type { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { DiscountShare } from '#app/promotions/index'
import type { LineTax } from '#app/billing/domain/line_taxes'
import type {
  LineProration,
  PriceItem,
  PricingContext,
  ReplacedAmount,
  TaxRounding,
} from '#app/billing/domain/price_item'
import type { TaxDecision } from '#app/billing/domain/tax'

/** Where each figure of a line comes from, as it is stored and shown. Amounts are texts: JSON numbers are floats. */
export interface LineExplanation {
  unit_amount: string
  quantity: number
  /** What is paid for the line without tax, after discounts. */
  amount: string
  price_id: string | null
  interval: { unit: string; count: number } | null
  period: { starts_on: CalendarDate; ends_on: CalendarDate } | null
  /** The agreed price that a newer version took the place of with this period. Absent where none did. */
  replaced?: { amount: string; version_from: CalendarDate; starts_on: CalendarDate }
  /** Before discounts: unit price × quantity, or tiers, times the part of the period. Exact and rounded. Absent where it is the amount. */
  gross?: { exact: string; amount: string }
  charge?: { model: string; parts: Record<string, string>[] }
  proration?: { share: string; convention: string; measured: Record<string, string> }
  discounts?: DiscountExplanation[]
  prices_include_tax?: true
  tax: {
    country: string | null
    name: string | null
    percent: string
    reason: TaxDecision['reason']
    rounding: TaxRounding
    /** The tax before rounding, as an exact fraction of minor units: `26619/100`. */
    exact: string
    amount: string
    category?: string
    /** Whom the one tax is owed to, where that is not its country. */
    jurisdiction?: string
    /** Where there is more than one tax on the line. */
    components?: {
      jurisdiction: string
      name: string | null
      percent: string
      exact: string
      amount: string
    }[]
  }
}

export interface DiscountExplanation {
  kind: DiscountShare['discount']['kind']
  code: string | null
  name: string
  percent: string | null
  /** An exact part such as `1/12`; absent where a percentage or a sum says it. */
  share?: string
  /** Of the whole discount when it is a fixed sum, minor units. */
  fixed: string | null
  /** Where it was worked out on the whole period and taken by the part of it: then `fixed` is of the whole period, too. */
  of_period?: true
  /** What it took off this line: 0 in an explanation where it was worked out over this line too and rounding left nothing for it. */
  amount: string
}

export interface ExplainedLine {
  item: PriceItem
  context: PricingContext
  tax: TaxDecision
  gross: { exact: Fraction; amount: bigint }
  discounts: readonly DiscountShare[]
  amount: bigint
  taxes: readonly LineTax[]
  taxAmount: bigint
  exactTax: Fraction
}

/** Tells of a priced line where each of its figures comes from, in the order of names. What is not at work on a line is left out. */
export function explainLine(line: ExplainedLine): LineExplanation {
  const { item, context } = line
  const isPlain = !item.proration && !item.charge && line.discounts.length === 0 && !context.pricesIncludeTax
  return {
    amount: line.amount.toString(),
    ...(isPlain ? {} : explainAmount(line)),
    interval: item.interval && { count: item.interval.count, unit: item.interval.unit },
    period: item.period && { ends_on: item.period.endsOn, starts_on: item.period.startsOn },
    price_id: item.priceId,
    ...(context.pricesIncludeTax ? { prices_include_tax: true as const } : {}),
    ...(item.proration ? { proration: explainProration(item.proration) } : {}),
    quantity: item.quantity,
    ...(item.replaced ? { replaced: explainReplaced(item.replaced) } : {}),
    tax: explainTax(line),
    unit_amount: item.unitAmount.toString(),
  }
}

function explainReplaced({ amount, versionFrom, startsOn }: ReplacedAmount) {
  return { amount: amount.toString(), starts_on: startsOn, version_from: versionFrom }
}

function explainProration({ numerator, denominator, convention, measured }: LineProration) {
  return { convention, measured, share: `${numerator}/${denominator}` }
}

function explainAmount({ item: { charge }, gross, discounts }: ExplainedLine): Partial<LineExplanation> {
  return {
    ...(charge ? { charge: { model: charge.model, parts: charge.parts } } : {}),
    ...(discounts.length > 0 ? { discounts: discounts.map(explainDiscount) } : {}),
    gross: { amount: gross.amount.toString(), exact: showFraction(gross.exact) },
  }
}

export function explainDiscount({ discount, amount }: DiscountShare): DiscountExplanation {
  return {
    amount: amount.toString(),
    code: discount.code,
    fixed: discount.amount?.toString() ?? null,
    kind: discount.kind,
    name: discount.name,
    ...(discount.isOfPeriod ? { of_period: true as const } : {}),
    percent: discount.percent,
    ...(discount.share ? { share: discount.share } : {}),
  }
}

function explainTax({ context, tax, taxes, taxAmount, exactTax }: ExplainedLine): LineExplanation['tax'] {
  return {
    amount: taxAmount.toString(),
    category: tax.category,
    ...(taxes.length > 1 ? { components: taxes.map(explainComponent) } : {}),
    country: tax.country,
    exact: showFraction(exactTax),
    ...(taxes.length === 1 && taxes[0]!.jurisdiction !== tax.country
      ? { jurisdiction: taxes[0]!.jurisdiction }
      : {}),
    name: tax.name,
    percent: tax.percent,
    reason: tax.reason,
    rounding: context.taxRounding,
  }
}

function explainComponent({ amount, exact, jurisdiction, name, percent }: LineTax) {
  return { amount: amount.toString(), exact: showFraction(exact), jurisdiction, name, percent }
}

function showFraction({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? numerator.toString() : `${numerator}/${denominator}`
}
