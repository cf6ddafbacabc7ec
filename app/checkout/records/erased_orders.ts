import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** What every name of a server becomes; an order is shown with one. */
const nameless = sql`jsonb_build_object('hostname', 'erased.invalid')`
const namelessItems = sql`
  content || jsonb_build_object('items', (select coalesce(jsonb_agg(item - 'sshKeys' || ${nameless}), '[]') from jsonb_array_elements(content->'items') item))`

/**
 * Takes from where a customer ordered out of their orders, how their servers were to be called, the keys that those were to accept, and what
 * staff noted. What was ordered at which price stays.
 * @returns how many orders had an origin
 */
export async function eraseOfCustomer(customerId: string): Promise<number> {
  const orders = sql`select id from orders where customer_id = ${customerId}`
  await sql`update order_lines set content = content - 'sshKeys' || ${nameless} where order_id in (${orders})`.execute(
    db
  )
  await sql`update order_reviews set note = null where note is not null and order_id in (${orders})`.execute(
    db
  )
  await sql`update quotes set content = ${namelessItems} where customer_id = ${customerId} and content ? 'items'`.execute(
    db
  )
  const rows = await db
    .updateTable('orders')
    .set({ ip: null, user_agent: null })
    .where('customer_id', '=', customerId)
    .where('ip', 'is not', null)
    .returning('id')
    .execute()
  return rows.length
}
