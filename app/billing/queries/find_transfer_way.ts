import { inReadTransaction } from '#app/shared/database/unit'
import type { Invoice } from '#app/billing/domain/invoice'
import { type TransferWay, transferWayOf } from '#app/billing/domain/transfer_way'
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
