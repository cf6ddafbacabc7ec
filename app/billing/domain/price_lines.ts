import { Fraction } from '#app/shared/money/fraction'
import type { TaxDecision } from '#app/billing/domain/tax'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'

export type LineKind = 'plan' | 'option' | 'setup'

/** Half-open: the last day of service is the one before `endsOn`. */
export interface LinePeriod {
  startsOn: CalendarDate
  endsOn: CalendarDate
}

/** One thing to be paid for, before tax. */
export interface PriceItem {
  kind: LineKind
  description: string
  quantity: number
  unitAmount: bigint
  /** The price agreed to; null where none stands behind the line. */
  priceId: string | null
  /** How long one unit price lasts; null for what is paid once. */
  interval: Interval | null
  /** The days that are paid for; null in a quote, where nothing has begun, and for what is paid once. */
  period: LinePeriod | null
}

/** Where tax is rounded: on each line, or once for all lines of a rate (as EN 16931 asks). */
export type TaxRounding = 'line' | 'rate_group'

export interface PricingContext {
  currency: string
  tax: TaxDecision
  taxRounding: TaxRounding
}

/** Where each figure of a line comes from, as it is stored and shown. Amounts are texts: JSON numbers are floats. */
export interface LineExplanation {
  unit_amount: string
  quantity: number
  amount: string
  price_id: string | null
  interval: { unit: string; count: number } | null
  period: { starts_on: CalendarDate; ends_on: CalendarDate } | null
  tax: {
    country: string | null
    name: string | null
    percent: string
    reason: TaxDecision['reason']
    rounding: TaxRounding
    /** The tax before rounding, as an exact fraction of minor units: `26619/100`. */
    exact: string
    amount: string
  }
}

export type PricedLine<Item extends PriceItem = PriceItem> = Item & {
  amount: bigint
  taxName: string | null
  taxCountry: string | null
  taxPercent: string
  taxAmount: bigint
  explanation: LineExplanation
}

/** All lines of one tax rate together, as an invoice shows them. */
export interface TaxGroup {
  country: string | null
  name: string | null
  percent: string
  taxable: bigint
  taxAmount: bigint
}

export interface PricedDocument<Item extends PriceItem = PriceItem> {
  currency: string
  lines: PricedLine<Item>[]
  taxGroups: TaxGroup[]
  subtotal: bigint
  taxTotal: bigint
  total: bigint
}

/**
 * What things cost. Quote, preview, first invoice and renewal all come from here, so that what was shown is what is charged
 * (domain.md, invariant 8). An amount is unit price × quantity and exact; tax is rounded once, half away from zero. Further
 * fields of the items (their subscription, for instance) are carried over to the lines.
 */
export function priceLines<Item extends PriceItem>(
  items: readonly Item[],
  context: PricingContext
): PricedDocument<Item> {
  for (const item of items) checkQuantity(item)
  const amounts = items.map((item) => item.unitAmount * BigInt(item.quantity))
  const rate = Fraction.fromPercent(context.tax.percent)
  const exactTaxes = amounts.map((amount) => new Fraction(amount).times(rate))
  const taxes = roundTaxes(exactTaxes, context.taxRounding)
  const lines = items.map((item, index) =>
    toLine({ item, context, amount: amounts[index]!, exactTax: exactTaxes[index]!, taxAmount: taxes[index]! })
  )
  const subtotal = sum(amounts)
  const taxTotal = sum(taxes)
  return {
    currency: context.currency,
    lines,
    taxGroups: lines.length === 0 ? [] : [toGroup(context.tax, subtotal, taxTotal)],
    subtotal,
    taxTotal,
    total: subtotal + taxTotal,
  }
}

function checkQuantity(item: PriceItem): void {
  if (!Number.isSafeInteger(item.quantity) || item.quantity < 1) {
    throw new RangeError(`A quantity is a whole number from 1: ${item.quantity}`)
  }
}

function roundTaxes(exact: Fraction[], rounding: TaxRounding): bigint[] {
  return rounding === 'line' ? exact.map((tax) => tax.roundHalfAwayFromZero()) : spreadGroupTax(exact)
}

/**
 * Rounds the sum once and hands it to the lines by largest remainder: every line gets its exact tax cut down to whole units,
 * and the units left over go to those that were cut most, earlier lines first. Right for negative lines as well.
 */
function spreadGroupTax(exact: Fraction[]): bigint[] {
  const total = exact.reduce((all, tax) => all.plus(tax), new Fraction(0n)).roundHalfAwayFromZero()
  const parts = exact.map(floor)
  const cuts = exact.map((tax, index) => ({ index, cut: tax.plus(new Fraction(-parts[index]!)) }))
  cuts.sort((a, b) => compare(b.cut, a.cut) || a.index - b.index)
  const left = Number(total - sum(parts))
  for (const { index } of cuts.slice(0, left)) parts[index] = parts[index]! + 1n
  return parts
}

function floor({ numerator, denominator }: Fraction): bigint {
  const cut = numerator / denominator
  return numerator < 0n && numerator % denominator !== 0n ? cut - 1n : cut
}

function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference === 0n ? 0 : difference > 0n ? 1 : -1
}

function toLine<Item extends PriceItem>(input: {
  item: Item
  context: PricingContext
  amount: bigint
  exactTax: Fraction
  taxAmount: bigint
}): PricedLine<Item> {
  const { item, context, amount, taxAmount } = input
  const { tax } = context
  return {
    ...item,
    amount,
    taxName: tax.name,
    taxCountry: tax.country,
    taxPercent: tax.percent,
    taxAmount,
    explanation: explain(input),
  }
}

function explain(input: {
  item: PriceItem
  context: PricingContext
  amount: bigint
  exactTax: Fraction
  taxAmount: bigint
}): LineExplanation {
  const { item, context, amount, exactTax, taxAmount } = input
  return {
    unit_amount: item.unitAmount.toString(),
    quantity: item.quantity,
    amount: amount.toString(),
    price_id: item.priceId,
    interval: item.interval && { unit: item.interval.unit, count: item.interval.count },
    period: item.period && { starts_on: item.period.startsOn, ends_on: item.period.endsOn },
    tax: {
      country: context.tax.country,
      name: context.tax.name,
      percent: context.tax.percent,
      reason: context.tax.reason,
      rounding: context.taxRounding,
      exact: showFraction(exactTax),
      amount: taxAmount.toString(),
    },
  }
}

function showFraction({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? numerator.toString() : `${numerator}/${denominator}`
}

function toGroup(tax: TaxDecision, taxable: bigint, taxAmount: bigint): TaxGroup {
  return { country: tax.country, name: tax.name, percent: tax.percent, taxable, taxAmount }
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n)
}
