import { Fraction } from '#app/shared/money/fraction'
import { applyDiscounts, type DiscountShare } from '#app/promotions/index'
import { explainLine, type LineExplanation } from '#app/billing/domain/line_explanation'
import { groupTaxes, type LineTax, type TaxGroup, taxLines } from '#app/billing/domain/line_taxes'
import type { PriceItem, PricingContext } from '#app/billing/domain/price_item'
import { type TaxDecision, untaxed } from '#app/billing/domain/tax'

export type PricedLine<Item extends PriceItem = PriceItem> = Item & {
  /** Before discounts, as prices are given: with the tax in it when they include tax. */
  grossAmount: bigint
  discounts: readonly DiscountShare[]
  discountAmount: bigint
  /** What is paid without tax, after discounts. */
  amount: bigint
  tax: TaxDecision
  taxes: readonly LineTax[]
  taxName: string | null
  taxCountry: string | null
  taxPercent: string
  taxAmount: bigint
  explanation: LineExplanation
}

export interface PricedDocument<Item extends PriceItem = PriceItem> {
  currency: string
  lines: PricedLine<Item>[]
  taxGroups: TaxGroup[]
  /** What discounts took off all lines together, as prices are given. */
  discountTotal: bigint
  subtotal: bigint
  taxTotal: bigint
  total: bigint
}

interface Gross {
  exact: Fraction
  amount: bigint
  /** Where the line is for a part of a period. */
  whole: { amount: bigint; part: Fraction } | null
}

/**
 * What things cost. Quote, preview, first invoice, change and renewal all come from here, so that what was shown is what is charged
 * (domain.md, invariant 8). On a line: unit price × quantity (or its tiers) → the part of the period, rounded once → coupons in
 * their order → loyalty → tax, rounded once; always half away from zero. Further fields of the items (their subscription, for
 * instance) are carried over to the lines.
 */
export function priceLines<Item extends PriceItem>(
  items: readonly Item[],
  context: PricingContext
): PricedDocument<Item> {
  const gross = items.map(grossOf)
  const discounts = applyDiscounts(
    items.map((item, index) => ({
      kind: item.kind,
      planId: item.planId ?? null,
      amount: gross[index]!.amount,
      whole: gross[index]!.whole,
      isDiscountable: item.isDiscountable ?? true,
      scope: item.scope ?? null,
    })),
    context.discounts ?? []
  )
  const taxed = items.map((item, index) => ({
    payable: gross[index]!.amount - sumOf(discounts[index]!),
    tax: item.tax ?? taxOfKind(item, context),
  }))
  const includesTax = context.pricesIncludeTax ?? false
  const taxes = taxLines(taxed, { rounding: context.taxRounding, includesTax })
  const lines = items.map((item, index) =>
    toLine({
      item,
      context,
      gross: gross[index]!,
      discounts: discounts[index]!,
      ...taxed[index]!,
      taxes: taxes[index]!,
    })
  )
  return toDocument(lines, context)
}

function grossOf(item: PriceItem): Gross {
  if (!Number.isSafeInteger(item.quantity) || item.quantity < 1) {
    throw new RangeError(`A quantity is a whole number from 1: ${item.quantity}`)
  }
  const { charge, proration } = item
  const whole = charge
    ? new Fraction(charge.numerator, charge.denominator)
    : new Fraction(item.unitAmount * BigInt(item.quantity))
  if (!proration) return { exact: whole, amount: whole.roundHalfAwayFromZero(), whole: null }
  const part = new Fraction(proration.numerator, proration.denominator)
  const exact = whole.times(part)
  return {
    exact,
    amount: exact.roundHalfAwayFromZero(),
    whole: { amount: whole.roundHalfAwayFromZero(), part },
  }
}

function toLine<Item extends PriceItem>(input: {
  item: Item
  context: PricingContext
  gross: Gross
  discounts: readonly DiscountShare[]
  payable: bigint
  tax: TaxDecision
  taxes: readonly LineTax[]
}): PricedLine<Item> {
  const { item, context, gross, payable, tax, taxes } = input
  const discounts = input.discounts.filter(({ amount }) => amount > 0n)
  const taxAmount = sumOf(taxes)
  const amount = context.pricesIncludeTax ? payable - taxAmount : payable
  const exactTax = sumOfExact(taxes)
  return {
    ...item,
    grossAmount: gross.amount,
    discounts,
    discountAmount: sumOf(discounts),
    amount,
    tax,
    taxes,
    taxName: tax.name,
    taxCountry: tax.country,
    taxPercent: tax.percent,
    taxAmount,
    explanation: explainLine({ ...input, amount, taxAmount, exactTax }),
  }
}

function toDocument<Item extends PriceItem>(
  lines: PricedLine<Item>[],
  { currency }: PricingContext
): PricedDocument<Item> {
  const subtotal = sumOf(lines)
  const taxTotal = lines.reduce((all, line) => all + line.taxAmount, 0n)
  return {
    currency,
    lines,
    taxGroups: groupTaxes(lines),
    discountTotal: lines.reduce((all, line) => all + line.discountAmount, 0n),
    subtotal,
    taxTotal,
    total: subtotal + taxTotal,
  }
}

/** The tax of the item's kind of product, or that of the document. */
function taxOfKind(
  { productKind, untaxedBecause }: PriceItem,
  { tax, taxByProductKind }: PricingContext
): TaxDecision {
  if (untaxedBecause !== undefined) return untaxed(tax, untaxedBecause)
  return (productKind ? taxByProductKind?.[productKind] : null) ?? tax
}

function sumOfExact([first, ...others]: readonly LineTax[]): Fraction {
  return others.reduce((all, part) => all.plus(part.exact), first?.exact ?? new Fraction(0n))
}

function sumOf(parts: readonly { amount: bigint }[]): bigint {
  return parts.reduce((all, { amount }) => all + amount, 0n)
}
