import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

export interface WarnedPayment {
  customer_id: string
  customer_name: string
  captured_amount: bigint
  currency: string
  gateway_name: string
}

/** What a mail to staff tells of a payment. */
export async function findWarnedPayment(id: string): Promise<WarnedPayment | undefined> {
  const { rows } = await sql<WarnedPayment>`
    select p.customer_id, c.name as customer_name, p.captured_amount, p.currency, g.name as gateway_name
      from payments p
      join customers c on c.tenant_id = p.tenant_id and c.id = p.customer_id
      join gateways g on g.tenant_id = p.tenant_id and g.id = p.gateway_id
     where p.id = ${id}`.execute(db)
  return rows[0]
}
