import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import type { CreditPreview } from '#app/billing/actions/credit_invoice'
import type { CreditNote } from '#app/billing/domain/credit_note'
import type { CreditNoteDetails } from '#app/billing/queries/find_credit_note'

export function showCreditNote(note: CreditNote) {
  const { currency } = note
  return {
    id: showId('creditNote', note.id),
    reference: note.reference,
    customer_id: showId('customer', note.customerId),
    invoice: { id: showId('invoice', note.invoiceId), reference: note.invoiceReference },
    reason: note.reason,
    issued_on: note.issuedOn,
    subtotal: toWire({ amount: note.subtotal, currency }),
    tax_total: toWire({ amount: note.taxTotal, currency }),
    total: toWire({ amount: note.total, currency }),
    to_invoice: toWire({ amount: note.toInvoice, currency }),
    to_balance: toWire({ amount: note.toBalance, currency }),
  }
}

export function showCreditNoteDetails({ note, snapshot, isSealIntact }: CreditNoteDetails) {
  const { currency } = note
  return {
    ...showCreditNote(note),
    is_seal_intact: isSealIntact,
    national_tax: snapshot.national_tax ?? null,
    lines: snapshot.lines.map((line) => ({
      description: line.description,
      amount: { amount: line.amount, currency },
      tax_percent: line.tax_percent,
      tax_amount: { amount: line.tax_amount, currency },
    })),
    taxes: snapshot.taxes.map((tax) => ({
      country: tax.country,
      name: tax.name,
      percent: tax.percent,
      taxable: { amount: tax.taxable, currency },
      amount: { amount: tax.amount, currency },
    })),
  }
}

/** What a note would say, before it is issued. */
export function showCreditPreview(decision: CreditPreview, currency: string) {
  return {
    lines: decision.lines.map((line) => ({
      position: line.position,
      description: line.description,
      amount: toWire({ amount: line.amount, currency }),
      tax_amount: toWire({ amount: line.taxAmount, currency }),
    })),
    subtotal: toWire({ amount: decision.subtotal, currency }),
    tax_total: toWire({ amount: decision.taxTotal, currency }),
    total: toWire({ amount: decision.total, currency }),
    to_invoice: toWire({ amount: decision.toInvoice, currency }),
    to_balance: toWire({ amount: decision.toBalance, currency }),
  }
}

const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })
/** The tax in the national currency of the state that it is owed to, where the document has another one. */
export const nationalTaxFields = () => ({
  national_tax: vine.object({ rate: vine.string(), rate_on: vine.string(), total: moneyShape() }).nullable(),
})
const sums = () => ({ subtotal: moneyShape(), tax_total: moneyShape(), total: moneyShape() })

export const creditNoteFields = () => ({
  id: vine.string(),
  reference: vine.string(),
  customer_id: vine.string(),
  invoice: vine.object({ id: vine.string(), reference: vine.string() }),
  reason: vine.string(),
  issued_on: vine.string(),
  ...sums(),
  to_invoice: moneyShape(),
  to_balance: moneyShape(),
})
export const creditNoteShape = vine.create(creditNoteFields())

export const creditNoteDetailsShape = vine.create({
  ...creditNoteFields(),
  is_seal_intact: vine.boolean(),
  ...nationalTaxFields(),
  lines: vine.array(
    vine.object({
      description: vine.string(),
      amount: moneyShape(),
      tax_percent: vine.string(),
      tax_amount: moneyShape(),
    })
  ),
  taxes: vine.array(
    vine.object({
      country: vine.string().nullable(),
      name: vine.string().nullable(),
      percent: vine.string(),
      taxable: moneyShape(),
      amount: moneyShape(),
    })
  ),
})

export const creditPreviewFields = {
  lines: vine.array(
    vine.object({
      position: vine.number(),
      description: vine.string(),
      amount: moneyShape(),
      tax_amount: moneyShape(),
    })
  ),
  ...sums(),
  to_invoice: moneyShape(),
  to_balance: moneyShape(),
}
export const creditPreviewShape = vine.create(creditPreviewFields)
