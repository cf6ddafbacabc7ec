import { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import { trimPercent } from '#app/billing/domain/tax'
import type {
  StoredDocument,
  StoredLine,
  StoredParty,
  StoredTax,
} from '#app/billing/domain/documents/stored_document'

/** VAT categories of EN 16931 (UNTDID 5305) that an invoice of ours can carry. */
export const vatCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const
export type VatCategory = (typeof vatCategories)[number]

export interface BankDetails {
  iban: string
  bic: string | null
  name: string | null
  /** Absent in older documents: the seller. */
  holder?: string
}

export interface DocumentParty {
  name: string
  companyName: string | null
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  country: string | null
  taxId: string | null
  email: string
  phone: string | null
  /** `scheme:value`, as networks that carry e-invoices know the party: `9930:de123456789`. */
  electronicAddress: string | null
}

export interface DocumentSeller extends DocumentParty {
  brand: string
  website: string | null
  footer: string | null
  accentColor: string
  bank: BankDetails | null
}

export interface DocumentCustomer extends DocumentParty {
  number: number
  /** What the customer wants to read on each invoice: the Leitweg-ID of a German authority, a cost centre, an order number. */
  buyerReference: string | null
}

export interface DocumentDiscount {
  name: string
  /** Taken off, in minor units, never negative. */
  amount: bigint
  percent: string | null
}

export interface DocumentLine {
  description: string
  quantity: number
  unitAmount: bigint
  /** Before discounts. */
  grossAmount: bigint
  discounts: DocumentDiscount[]
  /** After discounts; a credit or a proration may be negative. */
  amount: bigint
  taxPercent: string
  taxAmount: bigint
  /** Null where the snapshot is older than categories and the rate is zero: the reason was not kept. */
  taxCategory: VatCategory | null
  /** Half-open. */
  period: { startsOn: CalendarDate; endsOn: CalendarDate } | null
  interval: { unit: string; count: number } | null
  /** Whether a change of a subscription gives back here what is not used of what was paid. */
  isGivenBack: boolean
  /** Which part of the price it is, in percent with two decimals at most; null for the whole. */
  partPercent: string | null
}

export interface DocumentTax {
  country: string | null
  name: string | null
  percent: string
  taxable: bigint
  amount: bigint
  category: VatCategory | null
  exemptionCode: string | null
  note: string | null
}

/** The tax in the national currency of the state that it is owed to, and the rate behind it. */
export interface DocumentNationalTax {
  amount: bigint
  currency: string
  /** What one unit of the document's currency was worth, a plain decimal. */
  rate: string
  rateOn: CalendarDate
}

/** What a document says, in whatever version it was sealed. */
export interface DocumentContent {
  reference: string
  currency: string
  locale: string
  timeZone: string
  issuedOn: CalendarDate
  dueOn: CalendarDate | null
  seller: DocumentSeller
  customer: DocumentCustomer
  lines: DocumentLine[]
  taxes: DocumentTax[]
  subtotal: bigint
  taxTotal: bigint
  total: bigint
  pricesIncludeTax: boolean
  nationalTax: DocumentNationalTax | null
}

/** Reads a snapshot of any version; nothing is looked up elsewhere. */
export function readContent(stored: StoredDocument): DocumentContent {
  return {
    reference: stored.reference,
    currency: stored.currency,
    locale: stored.locale,
    timeZone: stored.time_zone,
    issuedOn: stored.issued_on,
    dueOn: stored.due_on ?? null,
    seller: readSeller(stored.seller),
    customer: readCustomer(stored.customer),
    lines: stored.lines.map(readLine),
    taxes: stored.taxes.map(readTax),
    subtotal: BigInt(stored.subtotal.amount),
    taxTotal: BigInt(stored.tax_total.amount),
    total: BigInt(stored.total.amount),
    pricesIncludeTax: stored.prices_include_tax ?? false,
    nationalTax: readNationalTax(stored.national_tax),
  }
}

function readNationalTax(stored: StoredDocument['national_tax']): DocumentNationalTax | null {
  if (!stored) return null
  const { rate, rate_on: rateOn, total } = stored
  return { amount: BigInt(total.amount), currency: total.currency, rate, rateOn }
}

export function readCustomer(customer: StoredDocument['customer']): DocumentCustomer {
  return {
    ...readParty(customer),
    number: customer.number,
    buyerReference: customer.buyer_reference ?? null,
  }
}

export function readSeller(seller: StoredDocument['seller']): DocumentSeller {
  return {
    ...readParty(seller),
    brand: seller.brand,
    website: seller.website,
    footer: seller.footer,
    accentColor: seller.accent_color,
    bank: seller.bank ?? null,
  }
}

function readParty(party: StoredParty): DocumentParty {
  return {
    name: party.name,
    companyName: party.company_name,
    street: party.street,
    postalCode: party.postal_code,
    city: party.city,
    region: party.region,
    country: party.country,
    taxId: party.tax_id,
    email: party.email,
    phone: party.phone ?? null,
    electronicAddress: party.electronic_address ?? null,
  }
}

function readLine(line: StoredLine): DocumentLine {
  const { period = null, interval = null, proration } = line.explanation
  return {
    description: line.description,
    quantity: line.quantity,
    unitAmount: BigInt(line.unit_amount),
    grossAmount: BigInt(line.gross_amount ?? line.amount),
    discounts: (line.discounts ?? []).map(({ name, amount, percent }) => ({
      name,
      amount: BigInt(amount),
      percent,
    })),
    amount: BigInt(line.amount),
    taxPercent: line.tax_percent,
    taxAmount: BigInt(line.tax_amount),
    taxCategory: readCategory(line.tax_category, line.tax_percent),
    period: period && { startsOn: period.starts_on, endsOn: period.ends_on },
    interval,
    isGivenBack: line.kind === 'change' && line.unit_amount.startsWith('-'),
    partPercent: proration ? percentOf(proration.share) : null,
  }
}

/** `1/3` as `33.33`. Null for the whole, and for what no fraction says. */
function percentOf(share: string): string | null {
  const [numerator, denominator] = share.split('/')
  if (!numerator || !denominator || numerator === denominator) return null
  const hundredths = new Fraction(BigInt(numerator) * 10_000n, BigInt(denominator)).roundHalfAwayFromZero()
  return trimPercent(`${hundredths / 100n}.${`${hundredths % 100n}`.padStart(2, '0')}`)
}

function readTax(tax: StoredTax): DocumentTax {
  return {
    country: tax.country,
    name: tax.name,
    percent: tax.percent,
    taxable: BigInt(tax.taxable),
    amount: BigInt(tax.amount),
    category: readCategory(tax.category, tax.percent),
    exemptionCode: tax.exemption_code ?? null,
    note: tax.note ?? null,
  }
}

/** A rate above zero is the standard category whoever wrote it; a zero alone does not say why. */
function readCategory(stored: string | null | undefined, percent: string): VatCategory | null {
  const known = vatCategories.find((category) => category === stored)
  if (known) return known
  return /[1-9]/.test(percent) ? 'S' : null
}
