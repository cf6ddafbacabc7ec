import type { Money } from '#app/shared/money/money'
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
  /** The reference with check digits, by which the payment is found without doubt; for several invoices their numbers. */
  reference: string
  /** The number alone does as well; null for several invoices, whose numbers are the reference. */
  invoiceReference: string | null
  /** What the code holds that banking apps read; null where there is no such code (another currency than the euro). */
  epcCode: string | null
}

type Transferred = Pick<Invoice, 'status' | 'amountDue' | 'currency' | 'reference'>

/** So much free text goes with a transfer (EPC069-12, SEPA credit transfers). */
const remittanceMax = 140

/** Null for an invoice on which nothing is due, and where there is no account in its currency. */
export function transferWayOf(
  invoice: Transferred,
  bank: BankDetails | null,
  seller: string
): TransferWay | null {
  if (!isDue(invoice)) return null
  return build({ money: { amount: invoice.amountDue, currency: invoice.currency }, bank, seller }, [
    creditorReference(invoice.reference),
    invoice.reference,
  ])
}

/**
 * Several invoices of one currency by one transfer: all that is due on them, under their numbers, by which the money is found. Null where
 * there are more numbers than a transfer carries.
 */
export function transferWayOfSeveral(
  invoices: readonly Transferred[],
  bank: BankDetails | null,
  seller: string
): TransferWay | null {
  const due = invoices.filter(isDue)
  const [first] = due
  if (!first || due.some(({ currency }) => currency !== first.currency)) return null
  if (due.length === 1) return transferWayOf(first, bank, seller)
  const numbers = due.map(({ reference }) => reference).join(', ')
  if (numbers.length > remittanceMax) return null
  const amount = due.reduce((sum, { amountDue }) => sum + amountDue, 0n)
  return build({ money: { amount, currency: first.currency }, bank, seller }, [numbers, null])
}

function isDue({ status, amountDue }: Transferred): boolean {
  return status === 'open' && amountDue > 0n
}

function build(
  { money, bank, seller }: { money: Money; bank: BankDetails | null; seller: string },
  [reference, invoiceReference]: [string, string | null]
): TransferWay | null {
  if (!bank) return null
  const holder = bank.holder ?? seller
  return {
    ...money,
    holder,
    iban: bank.iban,
    bic: bank.bic,
    bankName: bank.name,
    reference,
    invoiceReference,
    epcCode: epcCode({ bank, beneficiary: holder, ...money, reference }),
  }
}
