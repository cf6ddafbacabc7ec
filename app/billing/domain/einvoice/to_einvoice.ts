import { addDays } from '#app/shared/time/calendar'
import { currencyExponent } from '#app/shared/money/currency'
import { toDecimal } from '#app/shared/money/money'
import type {
  DocumentContent,
  DocumentLine,
  DocumentParty,
  VatCategory,
} from '#app/billing/domain/documents/document_content'
import { plainText } from '#app/billing/domain/documents/printable_text'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import type {
  EInvoice,
  EInvoiceLine,
  EInvoiceParty,
  EInvoiceTax,
} from '#app/billing/domain/einvoice/einvoice'
import type { EInvoiceFormat } from '#app/billing/domain/einvoice/formats'
import { anyEndpoint, networkEndpoint, taxNumberOf, vatIdOf } from '#app/billing/domain/einvoice/party_ids'

/** Codes of the CEF list VATEX and the words beside them, where the snapshot has none of its own. */
const exemptions: Partial<Record<VatCategory, { code: string | null; reason: string }>> = {
  AE: { code: 'VATEX-EU-AE', reason: 'Reverse charge' },
  O: { code: 'VATEX-EU-O', reason: 'Not subject to VAT' },
  G: { code: 'VATEX-EU-G', reason: 'Export outside the EU' },
  K: { code: 'VATEX-EU-IC', reason: 'Intra-Community supply' },
  E: { code: null, reason: 'Exempt from VAT' },
}

/** The document in the words of EN 16931, from what was sealed alone. The caller has asked `obstaclesTo` before. */
export function toEInvoice(document: SalesDocument, format: EInvoiceFormat): EInvoice {
  const { content, corrects, kind } = document
  const decimal = decimals(content.currency)
  const isCredit = kind === 'credit_note'
  const taxes = groupTaxes(content)
  const isOutOfScope = taxes.some((tax) => tax.category === 'O')
  return {
    typeCode: isCredit ? '381' : '380',
    number: content.reference,
    issuedOn: content.issuedOn,
    dueOn: isCredit ? null : content.dueOn,
    currency: content.currency,
    nationalTax: nationalTaxOf(content),
    buyerReference: plainText(content.customer.buyerReference ?? String(content.customer.number)),
    notes: notesOf(document),
    corrects: corrects && { number: corrects.reference, issuedOn: corrects.issuedOn },
    seller: partyOf(content.seller, { format, isOutOfScope, tradingName: content.seller.brand }),
    buyer: partyOf(content.customer, { format, isOutOfScope, tradingName: null }),
    delivery: deliveryOf(content, taxes),
    payment: paymentOf(content, isCredit),
    lines: content.lines.map((line, index) =>
      lineOf({ line, index, decimal, isInclusive: content.pricesIncludeTax })
    ),
    taxes: taxes.map((tax) => taxOf(tax, decimal, format)),
    netTotal: decimal(content.subtotal),
    taxTotal: decimal(content.taxTotal),
    grossTotal: decimal(content.total),
    prepaid: decimal(0n),
    payable: decimal(content.total),
  }
}

/** The standard writes no third decimal (BR-DEC-15); no state that asks for such an invoice has a currency with three. */
function nationalTaxOf({ nationalTax }: DocumentContent): EInvoice['nationalTax'] {
  if (!nationalTax || currencyExponent(nationalTax.currency) > 2) return null
  return { currency: nationalTax.currency, total: toDecimal(nationalTax) }
}

type Decimal = (amount: bigint) => string

/** A currency with three decimals is written with two: `obstaclesTo` made sure that the third is a zero. */
function decimals(currency: string): Decimal {
  const isFine = currencyExponent(currency) > 2
  return (amount) => {
    const text = toDecimal({ amount, currency })
    return isFine ? text.replace(/0$/, '') : text
  }
}

function notesOf({ content, remark }: SalesDocument): string[] {
  const notes = [remark, ...content.taxes.map((tax) => tax.note)].map((note) => note && plainText(note))
  return [...new Set(notes.filter((note): note is string => Boolean(note)))]
}

function partyOf(
  party: DocumentParty,
  about: { format: EInvoiceFormat; isOutOfScope: boolean; tradingName: string | null }
): EInvoiceParty {
  const { format, isOutOfScope } = about
  const name = plainText(party.companyName ?? party.name)
  const tradingName = about.tradingName && about.tradingName !== name ? plainText(about.tradingName) : null
  const text = (value: string | null) => (value ? plainText(value) || null : null)
  const taxNumber = about.tradingName === null ? null : taxNumberOf(party)
  return {
    name,
    tradingName,
    // BR-O-02: no VAT id of either side may stand on such an invoice, yet the seller must be identified (BR-CO-26). A tax number alone
    // does not do that either.
    registration: isOutOfScope && about.tradingName !== null ? party.taxId : taxNumber,
    vatId: isOutOfScope ? null : vatIdOf(party),
    taxNumber: isOutOfScope ? null : taxNumber,
    endpoint: format === 'peppol-bis' ? networkEndpoint(party) : anyEndpoint(party),
    street: text(party.street),
    city: text(party.city),
    postalCode: text(party.postalCode),
    region: text(party.region),
    country: party.country!,
    contact: { name: text(party.name), phone: text(party.phone), email: text(party.email) },
  }
}

/** BR-IC-11 and BR-IC-12; elsewhere the day of issue where a line has no period of its own (BR-DE-TMP-32). */
function deliveryOf({ lines, issuedOn, customer }: DocumentContent, taxes: TaxGroup[]): EInvoice['delivery'] {
  const isSupply = taxes.some((tax) => tax.category === 'K')
  if (!isSupply && lines.every((line) => line.period !== null)) return null
  const { city, postalCode, country } = customer
  return { on: issuedOn, to: isSupply ? { city, postalCode, country: country! } : null }
}

function paymentOf({ seller, currency, reference }: DocumentContent, isCredit: boolean): EInvoice['payment'] {
  const { bank } = seller
  if (!bank || currency !== 'EUR' || isCredit) return { code: '68', reference }
  const iban = bank.iban.replaceAll(/\s/g, '')
  return { code: '58', iban, bic: bank.bic, holder: plainText(seller.name), reference }
}

function lineOf(input: {
  line: DocumentLine
  index: number
  decimal: Decimal
  isInclusive: boolean
}): EInvoiceLine {
  const { line, index, decimal, isInclusive } = input
  // Discounts on prices with tax hold tax themselves, and the standard knows net amounts only: the price is then the one after them.
  const discounts = isInclusive ? [] : line.discounts
  return {
    id: String(index + 1),
    name: plainText(line.description) || '–',
    ...priceOf(line, isInclusive ? line.amount : line.grossAmount, decimal),
    netAmount: decimal(line.amount),
    allowances: discounts.map((discount) => ({
      amount: decimal(discount.amount),
      reason: plainText(discount.name) || 'Discount',
    })),
    period: line.period && { firstOn: line.period.startsOn, lastOn: addDays(line.period.endsOn, -1) },
    category: line.taxCategory!,
    percent: line.taxCategory === 'O' ? null : line.taxPercent,
  }
}

/**
 * Quantity and price so that their product is the line before allowances (BR-CO-10, PEPPOL-EN16931-R120). A prorated line is one
 * piece at its prorated price; what is taken back is a negative quantity, because no price may be below zero (BR-27).
 */
function priceOf(
  { unitAmount, quantity }: DocumentLine,
  whole: bigint,
  decimal: Decimal
): { quantity: string; unitPrice: string } {
  if (unitAmount >= 0n && unitAmount * BigInt(quantity) === whole)
    return { quantity: String(quantity), unitPrice: decimal(unitAmount) }
  return whole < 0n
    ? { quantity: '-1', unitPrice: decimal(-whole) }
    : { quantity: '1', unitPrice: decimal(whole) }
}

interface TaxGroup {
  category: VatCategory
  percent: string
  taxable: bigint
  amount: bigint
  exemptionCode: string | null
  note: string | null
}

/**
 * The standard has one group per category and rate, whatever the taxes are called (BR-S-08): two taxes of a state and its county on
 * one line are one rate here.
 */
function groupTaxes({ lines, taxes }: DocumentContent): TaxGroup[] {
  const groups = new Map<string, TaxGroup>()
  for (const line of lines) {
    const { taxCategory: category, taxPercent: percent } = line
    const stated = taxes.find((tax) => tax.category === category)
    const key = `${category} ${percent}`
    const group = groups.get(key) ?? {
      category: category!, percent, taxable: 0n, amount: 0n, exemptionCode: stated?.exemptionCode ?? null, note: stated?.note ?? null,
    } // prettier-ignore
    groups.set(key, { ...group, taxable: group.taxable + line.amount, amount: group.amount + line.taxAmount })
  }
  return [...groups.values()]
}

function taxOf(tax: TaxGroup, decimal: Decimal, format: EInvoiceFormat): EInvoiceTax {
  // BR-DE-14 wants a rate even where there is none to state.
  const isGerman = format === 'xrechnung-cii' || format === 'xrechnung-ubl'
  const { category } = tax
  const known = exemptions[category]
  const reason = (tax.note && plainText(tax.note)) || known?.reason
  return {
    category,
    percent: category === 'O' && !isGerman ? null : tax.percent,
    taxable: decimal(tax.taxable),
    amount: decimal(tax.amount),
    exemption: known && reason ? { code: tax.exemptionCode ?? known.code, reason } : null,
  }
}
