import { type Selectable, sql } from 'kysely'
import { toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { BillableItems } from '#app/shared/database/schema'
import type { StaffItem } from '#app/billing/domain/staff_item'

/** Something to be put on the next invoice of a customer. */
export interface BillableItem extends StaffItem {
  id: string
  customerId: string
  currency: string
  status: 'pending' | 'invoiced' | 'removed'
  invoiceId: string | null
  /** The invoice that was paid late, for a late fee. */
  lateInvoiceId: string | null
  createdAt: Date
}

function toItem(row: Selectable<BillableItems>): BillableItem {
  return {
    id: row.id,
    customerId: row.customer_id,
    currency: row.currency,
    kind: row.kind as BillableItem['kind'],
    description: row.description,
    quantity: row.quantity,
    unitAmount: row.unit_amount,
    status: row.status as BillableItem['status'],
    invoiceId: row.invoice_id,
    lateInvoiceId: row.late_invoice_id,
    isTaxed: row.is_taxed,
    taxNote: row.tax_note,
    createdAt: row.created_at,
  }
}

export type NewBillableItem = Omit<BillableItem, 'status' | 'invoiceId'> & { createdBy: string | null }

/** False when this invoice has its fee already. */
export async function insertBillableItem(item: NewBillableItem): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('billable_items')
    .values({
      id: item.id,
      customer_id: item.customerId,
      currency: item.currency,
      kind: item.kind,
      description: item.description,
      quantity: item.quantity,
      unit_amount: item.unitAmount,
      late_invoice_id: item.lateInvoiceId,
      created_by: item.createdBy,
      created_at: item.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'late_invoice_id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function lockBillableItem(id: string): Promise<BillableItem | null> {
  const row = await db
    .selectFrom('billable_items')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toItem(row) : null
}

/** What waits for the next invoice of some customers. What somebody else is putting on an invoice at this moment is left out. */
export async function lockPendingItems(customerIds: string[]): Promise<BillableItem[]> {
  if (customerIds.length === 0) return []
  const rows = await db
    .selectFrom('billable_items')
    .selectAll()
    .where('customer_id', '=', sql<string>`any(${toArray('uuid', [...new Set(customerIds)])}::uuid[])`)
    .where('status', '=', 'pending')
    .orderBy('id')
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  return rows.map(toItem)
}

/** The same for one customer, to look at. */
export async function listWaitingItems(customerId: string): Promise<BillableItem[]> {
  const rows = await db
    .selectFrom('billable_items')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', '=', 'pending')
    .orderBy('id')
    .execute()
  return rows.map(toItem)
}

/** Closes items by the invoices that they went on, all in one statement. */
export async function markItemsInvoiced(
  items: { id: string; invoiceId: string }[],
  closedAt: Date
): Promise<void> {
  if (items.length === 0) return
  await sql`
    update billable_items b set status = 'invoiced', invoice_id = r."invoiceId", closed_at = ${closedAt}
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(id uuid, "invoiceId" uuid)
     where b.tenant_id = platform.current_tenant() and b.id = r.id`.execute(db)
}

export async function removeItem(id: string, closedAt: Date): Promise<void> {
  await db
    .updateTable('billable_items')
    .set({ status: 'removed', closed_at: closedAt })
    .where('id', '=', id)
    .execute()
}

export async function listBillableItems(search: {
  customerId: string | null
  status?: BillableItem['status']
  before: string | null
  limit: number
}): Promise<BillableItem[]> {
  let query = db.selectFrom('billable_items').selectAll().orderBy('id', 'desc').limit(search.limit)
  if (search.customerId) query = query.where('customer_id', '=', search.customerId)
  if (search.status) query = query.where('status', '=', search.status)
  if (search.before) query = query.where('id', '<', search.before)
  return (await query.execute()).map(toItem)
}
