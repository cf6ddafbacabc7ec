import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import type { CalendarDate } from '#app/shared/time/calendar'
import { findPaymentsUnderWay } from '#app/billing/records/invoices'

export interface InvoiceToPay {
  id: string
  reference: string
  status: string
  issuedOn: CalendarDate
  dueOn: CalendarDate
  total: Money
  amountDue: Money
  /** Money may be on its way: another payment now could be one too many. */
  isUnderWay: boolean
  isPayable: boolean
}

/** Whose each of some invoices is; those that are not there are left out. */
export function findPayers(invoiceIds: readonly string[]): Promise<Map<string, string>> {
  if (invoiceIds.length === 0) return Promise.resolve(new Map())
  return inReadTransaction(async () => {
    const rows = await db.selectFrom('invoices').select(['id', 'customer_id']).where('id', 'in', invoiceIds).execute()
    return new Map(rows.map(({ id, customer_id: customerId }) => [id, customerId]))
  })
} // prettier-ignore

/** What there is to pay, or was, on some invoices of a customer, what is due first before the rest. */
export function listInvoicesToPay({
  customerId,
  invoiceIds,
}: {
  customerId: string
  invoiceIds: readonly string[]
}): Promise<InvoiceToPay[]> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('invoices')
      .select(['id', 'reference', 'status', 'issued_on', 'due_on', 'currency', 'total', 'amount_due'])
      .where('customer_id', '=', customerId)
      .where('id', 'in', invoiceIds)
      .orderBy('due_on')
      .orderBy('id')
      .execute()
    const underWay = new Set(await findPaymentsUnderWay(rows.map(({ id }) => id)))
    return rows.map((row) => ({
      id: row.id,
      reference: row.reference,
      status: row.status,
      issuedOn: row.issued_on,
      dueOn: row.due_on,
      total: { amount: row.total, currency: row.currency },
      amountDue: { amount: row.amount_due, currency: row.currency },
      isUnderWay: underWay.has(row.id),
      isPayable: row.status === 'open' && row.amount_due > 0n && !underWay.has(row.id),
    }))
  })
}
