import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** Whether two customers ever saved the same card or account, as far as the gateway can tell. */
export function sharePaymentMethod(one: string, other: string): Promise<boolean> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ found: boolean }>`
      select exists (
        select from payment_methods a
          join payment_methods b on b.tenant_id = a.tenant_id and b.fingerprint = a.fingerprint and b.gateway_id = a.gateway_id
         where a.customer_id = ${one} and b.customer_id = ${other} and a.fingerprint is not null) as found`.execute(
      db
    )
    return rows[0]!.found
  })
}
