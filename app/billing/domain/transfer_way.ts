import { creditorReference } from '#app/billing/domain/creditor_reference'
import type { BankDetails } from '#app/billing/domain/documents/document_content'
import { epcCode } from '#app/billing/domain/documents/epc_code'
import type { Invoice } from '#app/billing/domain/invoice'

/** How an invoice is paid by bank transfer. */
export interface TransferWay {
  holder: string
  iban: string
  bic: string | null
  bankName: string | null
  amount: bigint
  currency: string
  /** The reference with check digits, by which the payment is found without doubt. */
  reference: string
  invoiceReference: string
  /** What the code holds that banking apps read; null where there is no such code (another currency than the euro). */
  epcCode: string | null
}

/** Null for an invoice on which nothing is due, and where there is no account in its currency. */
export function transferWayOf(
  invoice: Pick<Invoice, 'status' | 'amountDue' | 'currency' | 'reference'>,
  bank: BankDetails | null,
  seller: string
): TransferWay | null {
  const { status, amountDue: amount, currency } = invoice
  if (!bank || status !== 'open' || amount <= 0n) return null
  const holder = bank.holder ?? seller
  const reference = creditorReference(invoice.reference)
  return {
    holder,
    iban: bank.iban,
    bic: bank.bic,
    bankName: bank.name,
    amount,
    currency,
    reference,
    invoiceReference: invoice.reference,
    epcCode: epcCode({ bank, beneficiary: holder, amount, currency, reference }),
  }
}
