import type { CalendarDate } from '#app/shared/time/calendar'
import type { VatCategory } from '#app/billing/domain/documents/document_content'

/**
 * An invoice or credit note in the words of EN 16931-1, whatever syntax writes it. Amounts are plain decimals with at most two
 * places (BR-DEC), unit prices may have more. The numbers in comments are the standard's business terms.
 */
export interface EInvoice {
  /** BT-3: 380 invoice, 381 credit note. */
  typeCode: '380' | '381'
  /** BT-1 */
  number: string
  /** BT-2 */
  issuedOn: CalendarDate
  /** BT-9 */
  dueOn: CalendarDate | null
  /** BT-5 */
  currency: string
  /** BT-6 and BT-111: the tax in the currency in which it is owed, where that is another one. */
  nationalTax: { currency: string; total: string } | null
  /** BT-10 */
  buyerReference: string
  /** BT-22 */
  notes: string[]
  /** BG-3 */
  corrects: { number: string; issuedOn: CalendarDate } | null
  seller: EInvoiceParty
  buyer: EInvoiceParty
  /** BT-72 where a line does not say its period, and with BG-15 for supplies to another member state. */
  delivery: {
    on: CalendarDate
    to: { city: string | null; postalCode: string | null; country: string } | null
  } | null
  payment: EInvoicePayment
  lines: EInvoiceLine[]
  taxes: EInvoiceTax[]
  /** BT-106 and BT-109, which are the same: discounts are taken off on their lines. */
  netTotal: string
  /** BT-110 */
  taxTotal: string
  /** BT-112 */
  grossTotal: string
  /** BT-113 */
  prepaid: string
  /** BT-115 */
  payable: string
}

export interface EInvoiceParty {
  /** BT-27, BT-44 */
  name: string
  /** BT-28, BT-45 */
  tradingName: string | null
  /** BT-30: only where no VAT id is written. */
  registration: string | null
  /** BT-31, BT-48 */
  vatId: string | null
  /** BT-32: the seller's number at its tax office, where it has no VAT id. */
  taxNumber: string | null
  /** BT-34, BT-49 */
  endpoint: { scheme: string; value: string } | null
  street: string | null
  city: string | null
  postalCode: string | null
  region: string | null
  country: string
  contact: { name: string | null; phone: string | null; email: string | null }
}

/** BG-16: 58 is a SEPA credit transfer, 68 an online payment service; 48 (card) would have to name the card (BR-DE-24). */
export type EInvoicePayment =
  | { code: '58'; iban: string; bic: string | null; holder: string; reference: string }
  | { code: '68'; reference: string }

export interface EInvoiceLine {
  /** BT-126 */
  id: string
  /** BT-153 */
  name: string
  /** BT-129, negative where something is taken back (a price never is, BR-27). */
  quantity: string
  /** BT-146 */
  unitPrice: string
  /** BT-131 */
  netAmount: string
  /** BG-27 */
  allowances: { amount: string; reason: string }[]
  /** BT-134 and BT-135, the last day included. */
  period: { firstOn: CalendarDate; lastOn: CalendarDate } | null
  category: VatCategory
  /** BT-152; null for O, which has no rate. */
  percent: string | null
}

export interface EInvoiceTax {
  category: VatCategory
  percent: string | null
  /** BT-116 */
  taxable: string
  /** BT-117 */
  amount: string
  /** BT-121 and BT-120, for what is not taxed. */
  exemption: { code: string | null; reason: string } | null
}
