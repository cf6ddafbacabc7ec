import { hash } from 'node:crypto'
import type { CalendarDate } from '#app/shared/time/calendar'
import { toWire, type MoneyOnWire } from '#app/shared/money/money'
import type { InvoiceKind } from '#app/billing/domain/invoice_draft'
import type { DiscountExplanation, LineExplanation } from '#app/billing/domain/line_explanation'
import type { LineKind } from '#app/billing/domain/price_item'
import type { TaxCategory } from '#app/billing/domain/tax'
import type { NationalTax } from '#app/billing/domain/taxation/national_tax'

/** A side of the invoice as it was on the day of issue. */
export interface PartySnapshot {
  name: string
  company_name: string | null
  street: string | null
  postal_code: string | null
  city: string | null
  region: string | null
  country: string | null
  tax_id: string | null
  email: string
  /** `scheme:value`, where networks deliver e-invoices; absent in older snapshots. */
  electronic_address?: string | null
}

export interface SellerSnapshot extends PartySnapshot {
  brand: string
  website: string | null
  footer: string | null
  accent_color: string
  /** Absent in older snapshots, as is the telephone. */
  bank?: { iban: string; bic: string | null; name: string | null; holder?: string } | null
  phone?: string | null
}

export interface CustomerSnapshot extends PartySnapshot {
  number: number
  /** A Leitweg-ID, a cost centre: what they want to read on the invoice; absent in older snapshots. */
  buyer_reference?: string | null
}

export interface LineSnapshot {
  kind: LineKind
  description: string
  quantity: number
  unit_amount: string
  amount: string
  tax_percent: string
  tax_amount: string
  explanation: LineExplanation
  /** From version 2: before discounts, as prices are given. */
  gross_amount?: string
  /** From version 2: what each coupon and the loyalty took off; the explanation also has those of which nothing fell on the line. */
  discounts?: DiscountExplanation[]
  /** From version 2. */
  tax_category?: TaxCategory
}

export interface TaxSnapshot {
  country: string | null
  name: string | null
  percent: string
  taxable: string
  amount: string
  /** From version 2: whom the tax is owed to; before, its country. */
  jurisdiction?: string
  category?: TaxCategory
  exemption_code?: string | null
  note?: string | null
}

/** Everything the document shows. It is written once, at issue, and every copy of the invoice is made from it. */
export interface InvoiceSnapshot {
  version: 1 | 2
  id: string
  reference: string
  kind: InvoiceKind
  currency: string
  locale: string
  time_zone: string
  issued_at: string
  issued_on: CalendarDate
  due_on: CalendarDate
  seller: SellerSnapshot
  customer: CustomerSnapshot
  lines: LineSnapshot[]
  taxes: TaxSnapshot[]
  /** From version 2. */
  prices_include_tax?: boolean
  /** From version 2: all discounts together, as prices are given. */
  discount_total?: MoneyOnWire
  subtotal: MoneyOnWire
  tax_total: MoneyOnWire
  total: MoneyOnWire
  /** Where a tax is owed in another currency than the document's; absent in older snapshots. */
  national_tax?: NationalTax
}

export function wire(amount: bigint, currency: string): MoneyOnWire {
  return toWire({ amount, currency })
}

/**
 * One text for one content, in whatever order its fields lie: the database's jsonb sorts them its own way. Only texts, whole
 * numbers, booleans and null occur, which every JSON writer spells alike.
 */
export function canonicalJson(value: unknown): string {
  // The engine writes an object whole several times as fast as anybody in parts.
  if (isInOrder(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const fields = value as Record<string, unknown>
  let text = ''
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name]
    if (field !== undefined) text += `${text ? ',' : ''}${JSON.stringify(name)}:${canonicalJson(field)}`
  }
  return `{${text}}`
}

/** Whether fields lie in the order of their names, all the way down. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('A snapshot holds whole numbers only') // prettier-ignore
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isInOrder)
  const fields = value as Record<string, unknown>
  let last = ''
  for (const name in fields) {
    if (name < last || !isInOrder(fields[name])) return false
    last = name
  }
  return true
}

/** The seal: SHA-256 of the canonical form. */
export function sealOf(snapshot: unknown): Buffer {
  return sealOfText(canonicalJson(snapshot))
}

/** The seal of what is in canonical form already. */
export function sealOfText(text: string | Buffer): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Whether a stored invoice still says what it said when it was issued. */
export function isSealIntact(snapshot: unknown, seal: Buffer): boolean {
  return sealOf(snapshot).equals(seal)
}
