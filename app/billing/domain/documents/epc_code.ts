import { toDecimal } from '#app/shared/money/money'
import { isCreditorReference } from '#app/billing/domain/creditor_reference'
import type { BankDetails } from '#app/billing/domain/documents/document_content'

const mostCents = 99_999_999_999n
const mostBytes = 331

/**
 * The text of the code that banking apps read for a SEPA credit transfer (EPC069-12, version 002, UTF-8): beneficiary, IBAN,
 * amount and what the payment is for. Null where the standard knows no such transfer: another currency, no IBAN, an amount
 * outside €0.01 to €999,999,999.99. A creditor reference stands in its own field, anything else is free text; the standard allows one of both.
 */
export function epcCode(transfer: {
  bank: BankDetails | null
  beneficiary: string
  amount: bigint
  currency: string
  reference: string
}): string | null {
  const { bank, amount, currency } = transfer
  if (!bank || currency !== 'EUR' || amount < 1n || amount > mostCents) return null
  const isStructured = isCreditorReference(transfer.reference)
  const text = [
    'BCD',
    '002',
    '1',
    'SCT',
    bank.bic ?? '',
    cut(transfer.beneficiary, 70),
    bank.iban.replaceAll(/\s/g, ''),
    `EUR${toDecimal({ amount, currency })}`,
    '',
    isStructured ? transfer.reference : '',
    isStructured ? '' : cut(transfer.reference, 140),
  ]
    .join('\n')
    .trimEnd()
  return Buffer.byteLength(text) <= mostBytes ? text : null
}

/** One line of at most so many characters: a line break would move every field behind it. */
function cut(value: string, length: number): string {
  return [...value.replaceAll(/\s+/g, ' ').trim()].slice(0, length).join('')
}
