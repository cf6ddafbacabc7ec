import { db } from '#app/shared/database/db'
import type { Debt } from '#app/payments/domain/debt'

/**
 * What an order or an invoice asks for. Both belong to domains above this one, which begin payments by id only; the amount is
 * read here under a lock, so that no caller can ask for another one and two tabs wait for each other.
 */
export async function lockDebt({ kind, id }: Pick<Debt, 'kind' | 'id'>): Promise<Debt | null> {
  return kind === 'order' ? lockOrder(id) : lockInvoice(id)
}

async function lockOrder(id: string): Promise<Debt | null> {
  const row = await db
    .selectFrom('orders')
    .select(['id', 'customer_id', 'status', 'currency', 'total'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return {
    kind: 'order',
    id: row.id,
    customerId: row.customer_id,
    money: { amount: row.total, currency: row.currency },
    isPayable: row.status === 'awaiting_payment' && row.total > 0n,
  }
}

async function lockInvoice(id: string): Promise<Debt | null> {
  const row = await db
    .selectFrom('invoices')
    .select(['id', 'customer_id', 'status', 'currency', 'amount_due'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return {
    kind: 'invoice',
    id: row.id,
    customerId: row.customer_id,
    money: { amount: row.amount_due, currency: row.currency },
    isPayable: row.status === 'open' && row.amount_due > 0n && !(await hasMoneyOnItsWay(id)),
  }
}

/** A payment was taken and has not been applied to the invoice yet, which follows a moment later. Another one would be too much. */
async function hasMoneyOnItsWay(invoiceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payments')
    .select('id')
    .where('invoice_id', '=', invoiceId)
    .where('status', '=', 'succeeded')
    .where('id', 'not in', (eb) =>
      eb.selectFrom('invoice_settlements').select('cause_id').where('invoice_id', '=', invoiceId)
    )
    .executeTakeFirst()
  return row !== undefined
}
