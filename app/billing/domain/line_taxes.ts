import { Fraction } from '#app/shared/money/fraction'
import type { TaxRounding } from '#app/billing/domain/price_item'
import { addPercents, type TaxCategory, type TaxDecision } from '#app/billing/domain/tax'

/** One tax on one line. */
export interface LineTax {
  jurisdiction: string
  name: string | null
  percent: string
  /** Before rounding, in minor units. */
  exact: Fraction
  amount: bigint
}

/** All lines of one tax together, as a document shows them. */
export interface TaxGroup {
  /** Whom it is owed to, as the ledger names it; `none` where there is no country. */
  jurisdiction: string
  country: string | null
  name: string | null
  percent: string
  category: TaxCategory
  exemptionCode: string | null
  note: string | null
  taxable: bigint
  taxAmount: bigint
}

interface TaxedLine {
  /** What is to be paid, discounts taken off; with the tax in it when prices include tax. */
  payable: bigint
  tax: TaxDecision
}

interface Cell {
  line: number
  key: string
  tax: LineTax
}

/** The taxes of every line, each rounded once by line or by group, half away from zero. */
export function taxLines(
  lines: readonly TaxedLine[],
  { rounding, includesTax }: { rounding: TaxRounding; includesTax: boolean }
): LineTax[][] {
  const taxes: LineTax[][] = lines.map(() => [])
  const cells: Cell[] = []
  lines.forEach(({ payable, tax }, line) => {
    const whole = includesTax
      ? Fraction.fromPercent(addPercents(tax.components.map((part) => part.percent)))
      : null
    for (const { jurisdiction, name, percent } of tax.components) {
      const rate = Fraction.fromPercent(percent)
      const share = whole ? rate.dividedBy(whole.plus(new Fraction(1n))) : rate
      const exact = new Fraction(payable).times(share)
      const lineTax = { jurisdiction, name, percent, exact, amount: exact.roundHalfAwayFromZero() }
      taxes[line]!.push(lineTax)
      if (rounding === 'rate_group') cells.push({ line, key: groupKey(tax, lineTax), tax: lineTax })
    }
  })
  for (const group of Map.groupBy(cells, (cell) => cell.key).values()) {
    const amounts = spreadGroupTax(group.map((cell) => cell.tax.exact))
    group.forEach((cell, index) => {
      cell.tax.amount = amounts[index]!
    })
  }
  return taxes
}

/** Sums the lines by tax, in the order in which the taxes first occur. Lines without tax are a group too. */
export function groupTaxes(
  lines: readonly { amount: bigint; tax: TaxDecision; taxes: readonly LineTax[] }[]
): TaxGroup[] {
  const groups = new Map<string, TaxGroup>()
  for (const { amount, tax, taxes } of lines) {
    for (const part of taxes.length > 0 ? taxes : [untaxed(tax)]) {
      const key = groupKey(tax, part)
      const group = groups.get(key)
      if (group) {
        group.taxable += amount
        group.taxAmount += part.amount
      } else {
        groups.set(key, toGroup(tax, part, amount))
      }
    }
  }
  return [...groups.values()]
}

function groupKey(
  tax: TaxDecision,
  { jurisdiction, name, percent }: Omit<LineTax, 'exact' | 'amount'>
): string {
  return `${jurisdiction}|${name}|${percent}|${tax.category}`
}

function untaxed(tax: TaxDecision): LineTax {
  return {
    jurisdiction: tax.country ?? 'none',
    name: tax.name,
    percent: tax.percent,
    exact: new Fraction(0n),
    amount: 0n,
  }
}

function toGroup(tax: TaxDecision, part: LineTax, taxable: bigint): TaxGroup {
  return {
    jurisdiction: part.jurisdiction,
    country: tax.country,
    name: part.name,
    percent: part.percent,
    category: tax.category,
    exemptionCode: tax.exemptionCode,
    note: tax.note,
    taxable,
    taxAmount: part.amount,
  }
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
  const left = Number(total - parts.reduce((all, part) => all + part, 0n))
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
