import { allocate } from '#app/shared/money/money'
import { Fraction } from '#app/shared/money/fraction'
import { err, ok, type Result } from '#app/shared/result'

/**
 * A line of an issued invoice, with what was taken back of it: by earlier notes, and by changes that gave back what was not used. All
 * amounts in minor units, with the sign of the line.
 */
export interface CreditableLine {
  position: number
  description: string
  amount: bigint
  /** By whom it is owed to; together the tax of the line. */
  taxes: readonly { jurisdiction: string; amount: bigint }[]
  takenBackAmount: bigint
  takenBackTaxAmount: bigint
}

/**
 * What is to be taken back. `whole`: all that is left. `lines`: of some lines all that is left, or a part without tax. `amount`: so much in
 * all, tax in it, spread over what is left of each line.
 */
export type CreditWish =
  | { of: 'whole' }
  | { of: 'lines'; lines: readonly { position: number; amount: bigint | null }[] }
  | { of: 'amount'; amount: bigint }

export interface CreditedLine {
  position: number
  description: string
  amount: bigint
  taxAmount: bigint
  taxes: { jurisdiction: string; amount: bigint }[]
}

export interface CreditDecision {
  lines: CreditedLine[]
  subtotal: bigint
  taxTotal: bigint
  total: bigint
}

export type CreditRefusal =
  | { type: 'nothing_left_to_credit' }
  | { type: 'amount_not_positive' }
  | { type: 'more_than_left'; left: bigint }
  | { type: 'unknown_line'; position: number }
  | { type: 'line_twice'; position: number }

/** The most that can still be taken back of an issued invoice, tax in it, in minor units. */
export function creditableTotal(lines: readonly CreditableLine[]): bigint {
  const all = decideCredit(lines, { of: 'whole' })
  return all.ok ? all.value.total : 0n
}

/**
 * What a credit note says. Tax is taken back in step with the amount: after every note the tax given back is that of the line times the
 * part given back so far, rounded once, so that many notes give back exactly what one would, and the last cent is in the last note.
 */
export function decideCredit(
  lines: readonly CreditableLine[],
  wish: CreditWish
): Result<CreditDecision, CreditRefusal> {
  const parts = partsOf(lines, wish)
  if (!parts.ok) return parts
  const credited = parts.value.filter(({ amount, taxAmount }) => amount !== 0n || taxAmount !== 0n)
  const subtotal = credited.reduce((all, line) => all + line.amount, 0n)
  const taxTotal = credited.reduce((all, line) => all + line.taxAmount, 0n)
  const total = subtotal + taxTotal
  if (total <= 0n) return err({ type: 'nothing_left_to_credit' })
  return ok({ lines: credited, subtotal, taxTotal, total })
}

function partsOf(lines: readonly CreditableLine[], wish: CreditWish): Result<CreditedLine[], CreditRefusal> {
  switch (wish.of) {
    case 'whole':
      return ok(lines.map((line) => creditNet(line, leftOf(line))))
    case 'lines':
      return partsOfLines(lines, wish.lines)
    case 'amount':
      return partsOfAmount(lines, wish.amount)
  }
}

function partsOfLines(
  lines: readonly CreditableLine[],
  wishes: readonly { position: number; amount: bigint | null }[]
): Result<CreditedLine[], CreditRefusal> {
  const parts: CreditedLine[] = []
  const seen = new Set<number>()
  for (const { position, amount } of wishes) {
    if (seen.has(position)) return err({ type: 'line_twice', position })
    seen.add(position)
    const line = lines.find((each) => each.position === position)
    if (!line) return err({ type: 'unknown_line', position })
    const left = leftOf(line)
    if (amount !== null && amount <= 0n) return err({ type: 'amount_not_positive' })
    if (amount !== null && amount > left) return err({ type: 'more_than_left', left: left > 0n ? left : 0n })
    parts.push(creditNet(line, amount ?? left))
  }
  return ok(parts)
}

function partsOfAmount(
  lines: readonly CreditableLine[],
  amount: bigint
): Result<CreditedLine[], CreditRefusal> {
  if (amount <= 0n) return err({ type: 'amount_not_positive' })
  // Lines that gave something back lower what is left; they are taken back only with the whole.
  const positive = lines.filter((line) => grossLeftOf(line) > 0n)
  const left = lines.reduce((all, line) => all + grossLeftOf(line), 0n)
  if (left <= 0n) return err({ type: 'nothing_left_to_credit' })
  if (amount > left) return err({ type: 'more_than_left', left })
  if (amount === left) return ok(lines.map((line) => creditNet(line, leftOf(line))))
  const shares = allocate(amount, positive.map(grossLeftOf))
  return ok(positive.map((line, index) => creditGross(line, shares[index]!)))
}

/** Without tax. What rounding gave back beyond the line leaves nothing, not less than nothing. */
function leftOf({ amount, takenBackAmount }: CreditableLine): bigint {
  const left = amount - takenBackAmount
  return left * amount < 0n ? 0n : left
}

function taxOf({ taxes }: CreditableLine): bigint {
  return taxes.reduce((all, tax) => all + tax.amount, 0n)
}

function taxLeftOf(line: CreditableLine): bigint {
  const tax = taxOf(line)
  const left = tax - line.takenBackTaxAmount
  return left * tax < 0n ? 0n : left
}

function grossLeftOf(line: CreditableLine): bigint {
  return leftOf(line) + taxLeftOf(line)
}

/** Takes back a part without tax, and the tax that goes with it. */
function creditNet(line: CreditableLine, amount: bigint): CreditedLine {
  if (amount === leftOf(line)) return toCredited(line, amount, taxLeftOf(line))
  const after = line.takenBackAmount + amount
  const inStep = part(taxOf(line), after, line.amount) - line.takenBackTaxAmount
  return toCredited(line, amount, within(inStep, { least: 0n, most: taxLeftOf(line) }))
}

/** Takes back a part with its tax in it. */
function creditGross(line: CreditableLine, gross: bigint): CreditedLine {
  const tax = taxOf(line)
  const after = line.takenBackAmount + line.takenBackTaxAmount + gross
  const inStep = part(tax, after, line.amount + tax) - line.takenBackTaxAmount
  // What changes gave back was rounded on its own: neither of the two may go beyond what is left of it.
  const beyondNet = gross - leftOf(line)
  const taxAmount = within(inStep, { least: beyondNet > 0n ? beyondNet : 0n, most: taxLeftOf(line) })
  return toCredited(line, gross - taxAmount, taxAmount)
}

function within(amount: bigint, { least, most }: { least: bigint; most: bigint }): bigint {
  if (amount < least) return least
  return amount > most ? most : amount
}

/** The tax of a note goes to each jurisdiction by its share of the tax of the line. */
function toCredited(line: CreditableLine, amount: bigint, taxAmount: bigint): CreditedLine {
  const sign = taxOf(line) < 0n ? -1n : 1n
  const shares =
    taxAmount === 0n ? line.taxes.map(() => 0n) : allocate(taxAmount, line.taxes.map((tax) => sign * tax.amount)) // prettier-ignore
  const taxes = line.taxes.map(({ jurisdiction }, index) => ({ jurisdiction, amount: shares[index]! }))
  return { position: line.position, description: line.description, amount, taxAmount, taxes }
}

function part(of: bigint, numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) return 0n
  return new Fraction(of * numerator, denominator).roundHalfAwayFromZero()
}
