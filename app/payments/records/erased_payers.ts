import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { eraseCallsAbout } from '#app/shared/outbound/remote_call_log'

/**
 * Takes out of saved methods by what a person is known, from where they agreed to their use, and what gateways and we said to each other about
 * them. References, amounts and days stay.
 */
export async function eraseOfCustomer(customerId: string): Promise<void> {
  const consent = '{}'
  await db
    .updateTable('payment_methods')
    .set({ label: null, last4: null, fingerprint: null, consent })
    .where('customer_id', '=', customerId)
    .where('status', '=', 'removed')
    .execute()
  await db.updateTable('method_setups').set({ consent }).where('customer_id', '=', customerId).execute()
  await db
    .updateTable('payments')
    .set({ consent: null })
    .where('customer_id', '=', customerId)
    .where('consent', 'is not', null)
    .execute()
  await sql`update payment_warnings set note = null where note is not null and customer_id = ${customerId}`.execute(
    db
  )
  await eraseMessages(customerId)
}

async function eraseMessages(customerId: string): Promise<void> {
  await eraseCallsAbout(sql`
    select id from payments where customer_id = ${customerId}
    union all select id from refunds where customer_id = ${customerId}
    union all select id from payment_methods where customer_id = ${customerId}
    union all select id from method_setups where customer_id = ${customerId}
    union all select id from disputes where customer_id = ${customerId}
    union all select ${customerId}::uuid`)
  await sql`
    update webhook_inbox set payload = '{}'
     where status <> 'pending' and object_reference in (
       select gateway_reference from payments where customer_id = ${customerId}
       union all select gateway_reference from refunds where customer_id = ${customerId}
       union all select gateway_reference from method_setups where customer_id = ${customerId}
       union all select reference from payment_methods where customer_id = ${customerId}
       union all select reference from gateway_customers where customer_id = ${customerId})`.execute(db)
}
