import { renderSVG } from 'uqr'
import type { DocumentWriter } from '#app/billing/drivers/pdf/document_writer'
import { grouped } from '#app/billing/drivers/pdf/party_lines'
import { creditorReference } from '#app/billing/domain/creditor_reference'
import { epcCode } from '#app/billing/domain/documents/epc_code'
import { amountToPay, type SalesDocument } from '#app/billing/domain/documents/sales_document'

/** One way to pay (or to accept): a code for a phone, and the same in words. */
export interface PaymentWay {
  title: string
  text: string | null
  svg: string
  alt: string
  url: string | null
  url_label: string
  rows: [string, string][]
}

export function paymentView(document: SalesDocument, write: DocumentWriter): PaymentWay[] {
  return [linkWay(document, write), transferWay(document, write)].filter((way) => way !== null)
}

function linkWay(document: SalesDocument, write: DocumentWriter): PaymentWay | null {
  const { url, kind } = document
  const isOffer = kind === 'quote'
  if (!url || (!isOffer && amountToPay(document) <= 0n)) return null
  const name = isOffer ? 'accept' : 'pay_online'
  return {
    title: write.t(`${name}.title`),
    text: write.t(`${name}.text`),
    svg: codeOf(url, 'L'),
    alt: write.t(`${name}.alt`),
    url,
    url_label: url.replace(/^https?:\/\//, '').replaceAll(/(\/|.{8})/g, '$1\u200b'),
    rows: [],
  }
}

function transferWay(document: SalesDocument, write: DocumentWriter): PaymentWay | null {
  const { content } = document
  const { seller, currency } = content
  const amount = amountToPay(document)
  const bank = document.payTo ?? seller.bank
  if (!bank || amount <= 0n) return null
  const beneficiary = bank.holder ?? seller.name
  const reference = creditorReference(content.reference)
  const text = epcCode({ bank, beneficiary, amount, currency, reference })
  if (!text) return null
  const rows: [string, string | null][] = [
    [write.t('transfer.beneficiary'), beneficiary],
    ['IBAN', grouped(bank.iban)],
    ['BIC', bank.bic],
    [write.t('transfer.amount'), write.money(amount, currency)],
    [write.t('transfer.reference'), grouped(reference)],
    [write.t('transfer.or'), content.reference],
  ]
  return {
    title: write.t('transfer.title'),
    text: null,
    svg: codeOf(text, 'M'),
    alt: write.t('transfer.alt'),
    url: null,
    url_label: '',
    rows: rows.filter((row): row is [string, string] => row[1] !== null),
  }
}

/** Error correction: EPC069-12 asks for M; an address on clean paper is read with the least. */
function codeOf(text: string, ecc: 'L' | 'M'): string {
  return renderSVG(text, { ecc, border: 0, pixelSize: 4 })
}
