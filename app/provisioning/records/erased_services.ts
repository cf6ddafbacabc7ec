import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { eraseCallsAbout } from '#app/shared/outbound/remote_call_log'

/** Takes out the names and passwords of a customer's servers, and what was said to panels; what ran, when, and on which addresses stays. */
export async function eraseOfCustomer(customerId: string): Promise<number> {
  const rows = await db
    .updateTable('services')
    .set({ hostname: sql<string>`'erased-' || id || '.invalid'`, credentials: null })
    .where('customer_id', '=', customerId)
    .returning('id')
    .execute()
  await eraseCallsAbout(sql`
    select id from services where customer_id = ${customerId}
    union all select o.id from operations o join services s on s.id = o.service_id where s.customer_id = ${customerId}
    union all select id from panel_users where customer_id = ${customerId}`)
  return rows.length
}
