import { currencyExponent } from '#app/shared/money/currency'
import type { DocumentContent, DocumentParty } from '#app/billing/domain/documents/document_content'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import type { EInvoiceFormat } from '#app/billing/domain/einvoice/formats'
import { anyEndpoint, networkEndpoint, taxNumberOf, vatIdOf } from '#app/billing/domain/einvoice/party_ids'

/** Why a document cannot be made in a format. Each names what would have to be completed before the next invoice is issued. */
export type EInvoiceObstacle =
  | 'not_an_invoice'
  | 'corrected_invoice_unknown'
  | 'tax_category_unknown'
  | 'tax_categories_mixed'
  | 'currency_too_fine'
  | 'seller_country_missing'
  | 'seller_city_missing'
  | 'seller_postal_code_missing'
  | 'seller_vat_id_missing'
  | 'seller_phone_missing'
  | 'seller_email_missing'
  | 'seller_address_missing'
  | 'customer_country_missing'
  | 'customer_city_missing'
  | 'customer_postal_code_missing'
  | 'customer_vat_id_missing'
  | 'customer_address_missing'

/** Everything that stands in the way, the seller's side first; an empty list means that it can be made. */
export function obstaclesTo(document: SalesDocument, format: EInvoiceFormat): EInvoiceObstacle[] {
  const { kind, content, corrects } = document
  if (kind !== 'invoice' && kind !== 'credit_note') return ['not_an_invoice']
  return [
    ...(kind === 'credit_note' && !corrects ? (['corrected_invoice_unknown'] as const) : []),
    ...contentObstacles(content),
    ...partyObstacles(content),
    ...(asksGermanDetails(content, format) ? germanObstacles(content) : []),
    ...addressObstacles(content, format),
  ]
}

function contentObstacles(content: DocumentContent): EInvoiceObstacle[] {
  const categories = new Set(content.lines.map((line) => line.taxCategory))
  const found: EInvoiceObstacle[] = []
  if (content.lines.length === 0 || categories.has(null)) found.push('tax_category_unknown')
  // BR-O-11 to BR-O-14: what is outside the scope of VAT stands on an invoice of its own.
  if (categories.has('O') && categories.size > 1) found.push('tax_categories_mixed')
  if (isTooFine(content)) found.push('currency_too_fine')
  return found
}

/** The standard writes amounts with two decimals at most (BR-DEC): 1.234 dinars cannot be said, 1.230 can. */
function isTooFine({ currency, lines, total }: DocumentContent): boolean {
  if (currencyExponent(currency) <= 2) return false
  const discounts = lines.flatMap((line) => line.discounts.map((discount) => discount.amount))
  const amounts = [...lines.flatMap((line) => [line.amount, line.taxAmount]), ...discounts, total]
  return amounts.some((amount) => amount % 10n !== 0n)
}

function partyObstacles({ seller, customer, lines }: DocumentContent): EInvoiceObstacle[] {
  const has = (...names: string[]) =>
    lines.some((line) => line.taxCategory !== null && names.includes(line.taxCategory))
  const found: EInvoiceObstacle[] = []
  if (!seller.country) found.push('seller_country_missing')
  // BR-S-02, BR-Z-02, BR-E-02: a tax number is enough; where the tax is shifted to the buyer both VAT ids are stated (BR-AE-02, BR-IC-02,
  // BR-G-02; Art. 226 of Directive 2006/112/EC). For O it is the identifier (BR-CO-26).
  const number = has('AE', 'K', 'G') && !has('O') ? null : taxNumberOf(seller)
  const isKnown = has('O') ? Boolean(seller.taxId) : vatIdOf(seller) !== null || number !== null
  if (!isKnown) found.push('seller_vat_id_missing')
  if (!customer.country) found.push('customer_country_missing')
  if (has('AE', 'K') && !vatIdOf(customer)) found.push('customer_vat_id_missing')
  return found
}

/** XRechnung asks for them always, Peppol between two German parties. */
function asksGermanDetails({ seller, customer }: DocumentContent, format: EInvoiceFormat): boolean {
  if (format === 'peppol-bis') return seller.country === 'DE' && customer.country === 'DE'
  return format === 'xrechnung-cii' || format === 'xrechnung-ubl'
}

/** BR-DE-3 to BR-DE-9. */
function germanObstacles({ seller, customer }: DocumentContent): EInvoiceObstacle[] {
  const found: EInvoiceObstacle[] = []
  if (!seller.city) found.push('seller_city_missing')
  if (!seller.postalCode) found.push('seller_postal_code_missing')
  if (!isPhone(seller.phone)) found.push('seller_phone_missing')
  if (!seller.email) found.push('seller_email_missing')
  if (!customer.city) found.push('customer_city_missing')
  if (!customer.postalCode) found.push('customer_postal_code_missing')
  return found
}

/** BR-DE-27: at least three digits. */
function isPhone(phone: string | null): boolean {
  return (phone ?? '').replaceAll(/\D/g, '').length >= 3
}

function addressObstacles({ seller, customer }: DocumentContent, format: EInvoiceFormat): EInvoiceObstacle[] {
  if (format === 'facturx') return []
  const find = format === 'peppol-bis' ? networkEndpoint : (party: DocumentParty) => anyEndpoint(party)
  return [
    ...(find(seller) ? [] : (['seller_address_missing'] as const)),
    ...(find(customer) ? [] : (['customer_address_missing'] as const)),
  ]
}
