import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** Whether an invoice is paid, by money that is still ours: nothing was credited of it, and no bank holds money of its customer back. */
export async function isPaidForGood(invoiceId: string): Promise<boolean> {
  const { rows } = await sql<{ is_paid: boolean }>`
    select i.status = 'paid'
           and not exists (select from credit_notes n where n.tenant_id = i.tenant_id and n.invoice_id = i.id)
           and not exists (select from disputes d where d.tenant_id = i.tenant_id and d.customer_id = i.customer_id and d.is_withheld) as is_paid
      from invoices i where i.id = ${invoiceId}`.execute(db)
  return rows[0]?.is_paid ?? false
}
