import { dateIn } from '#app/shared/time/calendar'
import { showId } from '#app/shared/ids'
import { findSurfaceUrls } from '#app/tenancy/index'
import { readContent } from '#app/billing/domain/documents/document_content'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import { findCreditNoteDetails } from '#app/billing/queries/find_credit_note'
import { findInvoice, type InvoiceDetails } from '#app/billing/queries/find_invoice'

/** The paper of an invoice: what was sealed, how it stands today, and where it is paid. Null when it is not this customer's. */
export async function findInvoiceDocument(
  id: string,
  customerId: string | null
): Promise<SalesDocument | null> {
  const details = await findInvoice(id, customerId)
  if (!details) return null
  const { account } = await findSurfaceUrls()
  return invoiceDocument(details, `${account}/invoices/${showId('invoice', id)}`)
}

/** An invoice that was read already, as a document. */
export function invoiceDocument(
  { invoice, snapshot, settlements, transfer }: InvoiceDetails,
  url: string | null
): SalesDocument {
  const credits = settlements.filter(({ source }) => source === 'credit_note')
  return {
    kind: 'invoice',
    content: readContent(snapshot),
    standing: {
      status: invoice.status,
      amountDue: invoice.amountDue,
      credited: credits.reduce((sum, { amount }) => sum + amount, 0n),
      closedOn: invoice.closedAt && dateIn(snapshot.time_zone, invoice.closedAt),
    },
    corrects: null,
    validUntil: null,
    remark: null,
    url,
    payTo: transfer && { ...transfer, name: transfer.bankName },
  }
}

/** The paper of a credit note, from its own seal. Null when it is not this customer's. */
export async function findCreditNoteDocument(
  id: string,
  customerId: string | null
): Promise<SalesDocument | null> {
  const details = await findCreditNoteDetails(id, customerId)
  if (!details) return null
  const { snapshot } = details
  return {
    kind: 'credit_note',
    // Its lines are net amounts, whatever the invoice's prices held.
    content: { ...readContent(snapshot), pricesIncludeTax: false },
    standing: null,
    corrects: { reference: snapshot.invoice.reference, issuedOn: snapshot.invoice.issued_on },
    validUntil: null,
    remark: snapshot.reason,
    url: null,
  }
}
