import { Fraction } from '#app/shared/money/fraction'

/** Why a customer pays this tax or none; `docs/billing.md` says of each when it applies. */
export const taxReasons = [
  'rate',
  'no_country',
  'no_rate',
  'reverse_charge',
  'exempt',
  'small_business',
  'not_registered',
  'outside_scope',
  'not_taxable',
] as const
export type TaxReason = (typeof taxReasons)[number]

/** VAT category of a line as EN 16931 codes it (UNCL 5305): standard, zero, exempt, reverse charge, intra-community, export, outside scope. */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

/** One tax of possibly several on a line: GST and QST, state and county. Each is rounded and booked on its own. */
export interface TaxComponent {
  /** Whom it is owed to, as the ledger names it: `DE`, `US-CA`, `CA-QC`. */
  jurisdiction: string
  name: string
  /** A plain decimal without idle zeros. */
  percent: string
}

/** Which tax a customer pays, and why. */
export interface TaxDecision {
  country: string | null
  region: string | null
  /** The names of its components together. */
  name: string | null
  /** The sum of its components. */
  percent: string
  reason: TaxReason
  category: TaxCategory
  /** Empty where nothing is collected. */
  components: readonly TaxComponent[]
  /** Code of the exemption (VATEX), for e-invoices. */
  exemptionCode: string | null
  /** What the document must say about it by law, such as "Reverse charge". */
  note: string | null
}

/** A decision of one tax of a country, or of none. */
export function flatTax(input: {
  country: string | null
  name: string | null
  percent: string
  reason: TaxReason
}): TaxDecision {
  const { country, name, reason } = input
  const percent = trimPercent(input.percent)
  const isCollected = country !== null && reason === 'rate'
  return {
    country,
    region: null,
    name,
    percent,
    reason,
    category: isCollected ? (percent === '0' ? 'Z' : 'S') : 'O',
    components: isCollected ? [{ jurisdiction: country, name: name ?? '', percent }] : [],
    exemptionCode: null,
    note: null,
  }
}

/**
 * No tax on a line that is no supply: damages for paying late (Court of Justice of the EU, C-222/81, BAZ Bausystem).
 * EN 16931 lets "outside the scope" stand on no invoice beside other categories (BR-O-11), so such a line is exempt there, with its reason.
 */
export function untaxed(tax: TaxDecision, because: string): TaxDecision {
  const isOutside = tax.category === 'O'
  return {
    ...tax,
    name: null,
    percent: '0',
    reason: isOutside ? tax.reason : 'not_taxable',
    category: isOutside ? 'O' : 'E',
    components: [],
    exemptionCode: isOutside ? tax.exemptionCode : null,
    note: isOutside ? tax.note : because,
  }
}

/** The sum of percentages, exactly: `5` and `9.975` are `14.975`. */
export function addPercents(percents: readonly string[]): string {
  const sum = percents.reduce((all, percent) => all.plus(Fraction.fromDecimal(percent)), new Fraction(0n))
  const scaled = sum.times(new Fraction(10n ** 6n)).roundHalfAwayFromZero()
  const digits = scaled.toString().padStart(7, '0')
  return trimPercent(`${digits.slice(0, -6)}.${digits.slice(-6)}`)
}

/** `19.0000` → `19`, `8.1000` → `8.1`: how a percentage is shown and compared. */
export function trimPercent(percent: string): string {
  return percent.includes('.') ? percent.replace(/\.?0+$/, '') : percent
}
