import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { eraseCallsAbout } from '#app/shared/outbound/remote_call_log'

/** Takes out the names and passwords of a customer's servers, and what was said to panels; what ran, when, and on which addresses stays. */
export async function eraseOfCustomer(customerId: string): Promise<number> {
  const rows = await db
    .updateTable('services')
    .set({ hostname: sql<string>`'erased-' || id || '.invalid'`, credentials: null, facts: '{}' })
    .where('customer_id', '=', customerId)
    .returning('id')
    .execute()
  await eraseWork(customerId)
  await eraseCallsAbout(sql`
    select id from services where customer_id = ${customerId}
    union all select o.id from operations o join services s on s.id = o.service_id where s.customer_id = ${customerId}
    union all select id from panel_users where customer_id = ${customerId}`)
  return rows.length
}

/** Keys that were to be installed, passwords that steps handed on, what panels answered, and what stood there instead. */
async function eraseWork(customerId: string): Promise<void> {
  const services = sql`select id from services where customer_id = ${customerId}`
  await sql`
    update operations set input = input - 'sshKeys' - 'approvalNote',
           failure = case when failure is not null then failure || '{"message": ""}' end
     where service_id in (${services})`.execute(db)
  await sql`
    update operation_steps set output = '{}', error = case when error is not null then error || '{"message": ""}' end
     where operation_id in (select id from operations where service_id in (${services}))`.execute(db)
  await sql`update drifts set name = 'Erased', differences = '{}', error = null, note = null where service_id in (${services})`.execute(
    db
  )
}
