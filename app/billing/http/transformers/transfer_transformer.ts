import vine from '@vinejs/vine'
import { toWire } from '#app/shared/money/money'
import type { TransferWay } from '#app/billing/domain/transfer_way'

export function showTransferWay(way: TransferWay) {
  return {
    holder: way.holder,
    iban: way.iban,
    bic: way.bic,
    bank_name: way.bankName,
    amount: toWire(way),
    reference: way.reference,
    invoice_reference: way.invoiceReference,
    epc_code: way.epcCode,
  }
}

export const transferWayFields = () => ({
  holder: vine.string(),
  iban: vine.string(),
  bic: vine.string().nullable(),
  bank_name: vine.string().nullable(),
  amount: vine.object({ amount: vine.string(), currency: vine.string() }),
  /** With check digits (ISO 11649): write this, or the number of the invoice, into the transfer. */
  reference: vine.string(),
  /** Null for several invoices, whose numbers are the reference. */
  invoice_reference: vine.string().nullable(),
  /** The text of the QR code that banking apps read (EPC069-12); null in other currencies than the euro. */
  epc_code: vine.string().nullable(),
})

/** Null where no account in the currency is known, nothing is due, or there are more numbers than a transfer carries. */
export const foundTransferShape = vine.create({ transfer: vine.object(transferWayFields()).nullable() })
