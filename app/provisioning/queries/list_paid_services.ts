import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** The services that were paid with a payment, by the invoices it was for; those that ended already are left out. */
export function listPaidServices(paymentId: string): Promise<string[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ id: string }>`
      select distinct s.id from services s
        join invoice_lines l on l.tenant_id = s.tenant_id and l.subscription_id = s.subscription_id
       where s.status not in ('terminating', 'terminated', 'failed') and l.invoice_id in (
         select invoice_id from payments where tenant_id = platform.current_tenant() and id = ${paymentId} and invoice_id is not null
         union select invoice_id from payment_parts where tenant_id = platform.current_tenant() and payment_id = ${paymentId})
       order by s.id`.execute(db)
    return rows.map(({ id }) => id)
  })
}
