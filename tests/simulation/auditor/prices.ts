import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'

/** What consumers of these countries pay on services of a German seller with OSS, in percent, as their laws say for 2026. */
const standardRates: Record<string, bigint> = { DE: 19n, AT: 20n, FR: 20n, GB: 20n, US: 0n }

/** A fee for lateness, as staff set it at the beginning: damages, which no law taxes here. */
const lateFees: Record<string, bigint> = { EUR: 500n, USD: 550n, GBP: 450n }
const isLateFee = (line: SealedLine) =>
  /^(Late fee for invoice|Mahngebühr zu Rechnung) /.test(line.description)

interface SealedLine {
  kind: string
  description: string
  quantity: number
  unit_amount: string
  amount: string
  tax_percent: string
  tax_amount: string
  gross_amount: string
  discounts: { amount: string; percent: string | null }[]
  explanation: { proration?: { share: string } }
}

interface SealedInvoice {
  reference: string
  kind: string
  prices_include_tax: boolean
  customer: { country: string }
  lines: SealedLine[]
  subtotal: { amount: string; currency: string }
  tax_total: { amount: string }
}

/**
 * Recomputes every invoice since an instant from its unit prices: part of the period, discounts, tax. Invariant 8 from the other side:
 * with whole numbers and a rounding written down once more.
 */
export async function checkPrices(database: pg.Client, since: Date): Promise<Finding[]> {
  const { rows } = await database.query<{ snapshot: SealedInvoice }>(
    'select snapshot from invoices where issued_at >= $1 order by number',
    [since]
  )
  return rows.flatMap(({ snapshot }) => wrongIn(snapshot)).slice(0, 10)
}

function wrongIn(invoice: SealedInvoice): Finding[] {
  const findings: Finding[] = []
  const expect = (what: string, is: bigint, should: bigint) => {
    if (is !== should)
      findings.push({ invariant: 8, check: 'prices', found: `${invoice.reference}: ${what} is ${is}, should be ${should}` })
  }
  const standardRate = standardRates[invoice.customer.country] ?? 0n
  let net = 0n
  let tax = 0n
  for (const line of invoice.lines) {
    const name = `${line.kind} "${line.description}"`
    const rate = isLateFee(line) ? 0n : standardRate
    if (isLateFee(line)) expect(`fee of ${name}`, BigInt(line.unit_amount), lateFees[invoice.subtotal.currency] ?? 0n)
    const [part, whole] = fractionOf(line.explanation.proration?.share)
    const gross = halfAwayFromZero(BigInt(line.unit_amount) * BigInt(line.quantity) * part, whole)
    expect(`gross of ${name}`, BigInt(line.gross_amount), gross)
    const discount = line.discounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
    let left = gross
    for (const { amount, percent } of line.discounts) {
      if (percent !== null && isFarFrom(BigInt(amount), left * percentOf(percent)))
        expect(`${percent} % of ${left} off ${name}`, BigInt(amount), (left * percentOf(percent)) / wholePercent)
      left -= BigInt(amount)
    }
    if (discount < 0n || (gross >= 0n && discount > gross)) expect(`discount of ${name}`, discount, gross)
    expect(`amount of ${name}`, BigInt(line.amount), gross - discount)
    expect(`percent of ${name}`, percentOf(line.tax_percent), rate * 10_000n)
    expect(`tax of ${name}`, BigInt(line.tax_amount), halfAwayFromZero(BigInt(line.amount) * rate, 100n))
    net += BigInt(line.amount)
    tax += BigInt(line.tax_amount)
  }
  expect('subtotal', BigInt(invoice.subtotal.amount), net)
  expect('tax', BigInt(invoice.tax_total.amount), tax)
  return findings
} // prettier-ignore

/** A discount over several lines is rounded once and spread, so that a line may be away from its own part by less than two. */
const wholePercent = 1_000_000n
function isFarFrom(amount: bigint, exact: bigint): boolean {
  const away = amount * wholePercent - exact
  return (away < 0n ? -away : away) >= 2n * wholePercent
}

/** `a/b` or `a`; the whole where it is absent. */
function fractionOf(text: string | undefined): [bigint, bigint] {
  if (text === undefined) return [1n, 1n]
  const [part, whole = '1'] = text.split('/')
  return [BigInt(part!), BigInt(whole)]
}

/** `19.0000` as ten thousandths. */
function percentOf(text: string): bigint {
  const [whole, rest = ''] = text.split('.')
  return BigInt(whole! + rest.padEnd(4, '0').slice(0, 4))
}

function halfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (size * 2n + denominator) / (denominator * 2n)
  return numerator < 0n ? -rounded : rounded
}
