import { inReadTransaction } from '#app/shared/database/unit'
import type { Invoice } from '#app/billing/domain/invoice'
import { type TransferWay, transferWayOf, transferWayOfSeveral } from '#app/billing/domain/transfer_way'
import type { InvoiceToPay } from '#app/billing/queries/list_invoices_to_pay'
import { findInvoiceRow } from '#app/billing/records/invoices'
import { findSeller } from '#app/billing/records/parties'

/** How is this invoice paid by bank transfer? Null when nothing is due on it, or there is no account in its currency. */
export function findTransferWay(invoiceId: string): Promise<TransferWay | null> {
  return inReadTransaction(async () => {
    const invoice = await findInvoiceRow(invoiceId)
    return invoice ? readTransferWay(invoice) : null
  })
}

/** The same for an invoice that was read already. Within a transaction. */
export async function readTransferWay(invoice: Invoice): Promise<TransferWay | null> {
  if (invoice.status !== 'open') return null
  const { bank, name } = await findSeller(invoice.currency)
  return transferWayOf(invoice, bank ?? null, name)
}

/** How are several invoices paid by one transfer? Only what is due and for which no money may be on its way already is in it. */
export function findTransferWayOfSeveral(invoices: readonly InvoiceToPay[]): Promise<TransferWay | null> {
  return inReadTransaction(async () => {
    const payable = invoices.filter(({ isPayable }) => isPayable)
    const [first] = payable
    if (!first) return null
    const { bank, name } = await findSeller(first.amountDue.currency)
    const due = payable.map(({ reference, amountDue: { amount, currency } }) => ({
      status: 'open' as const,
      reference,
      amountDue: amount,
      currency,
    }))
    return transferWayOfSeveral(due, bank ?? null, name)
  })
}
