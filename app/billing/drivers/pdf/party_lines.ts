import type { DocumentWriter } from '#app/billing/drivers/pdf/document_writer'
import type {
  DocumentCustomer,
  DocumentParty,
  DocumentSeller,
} from '#app/billing/domain/documents/document_content'
import { printable } from '#app/billing/domain/documents/printable_text'

/** The small line above the recipient in a window envelope. */
export function senderLine(seller: DocumentSeller): string {
  return present([seller.name, seller.street, cityLine(seller)]).join(' · ')
}

/** The recipient as the post reads it: the country only when it is another one than the sender's. */
export function recipientLines(
  customer: DocumentCustomer,
  seller: DocumentSeller,
  write: DocumentWriter
): string[] {
  const isAbroad = customer.country !== null && customer.country !== seller.country
  return present([
    customer.companyName,
    customer.name === customer.companyName ? null : customer.name,
    customer.street,
    cityLine(customer),
    customer.region,
    isAbroad ? write.country(customer.country!) : null,
  ])
}

/** Who sells, how to reach them, where their money goes: one column each. */
export function partyFooter(seller: DocumentSeller, write: DocumentWriter): string[][] {
  const address = present([
    seller.name,
    seller.street,
    cityLine(seller),
    seller.country ? write.country(seller.country) : null,
  ])
  const contact = present([
    seller.email,
    seller.phone,
    seller.website?.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    seller.taxId && `${write.t('tax_id')} ${seller.taxId}`,
  ])
  const bank = seller.bank
    ? present([
        seller.bank.name,
        `IBAN ${grouped(seller.bank.iban)}`,
        seller.bank.bic && `BIC ${seller.bank.bic}`,
      ])
    : []
  const extra = seller.footer ? [printable(seller.footer)] : []
  return [address, contact, [...bank, ...extra]].filter((column) => column.length > 0)
}

function cityLine(party: DocumentParty): string | null {
  return [party.postalCode, party.city].filter(Boolean).join(' ') || null
}

/** `DE89370400440532013000` → `DE89 3704 0044 0532 0130 00`, with spaces at which no line breaks. */
export function grouped(iban: string): string {
  return iban.replaceAll(/\s/g, '').replaceAll(/(.{4})(?=.)/g, '$1\u00a0')
}

function present(values: (string | null | undefined | false)[]): string[] {
  return values.map((value) => (value ? printable(value) : '')).filter((value) => value !== '')
}
