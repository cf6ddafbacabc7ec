import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { matchingCustomers } from '#app/reporting/queries/list_customers'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'

export interface OrderListRow {
  id: string
  number: bigint
  status: string
  customer_id: string
  customer_name: string
  currency: string
  total: bigint
  failure: { type?: string; reason?: string; message?: string } | null
  created_at: Date
  finished_at: Date | null
}

/** Orders from new to old. */
export function listOrders(question: ListQuestion): Promise<Page<OrderListRow>> {
  const { search, id, status, customerId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<OrderListRow>`
      select o.id, o.number, o.status, o.customer_id, c.name as customer_name, o.currency, o.total, o.failure, o.created_at, o.finished_at
        from orders o join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
       where ${allOf([
         status ? sql`o.status = ${status}` : null,
         id ? sql`o.id = ${id}` : null,
         customerId ? sql`o.customer_id = ${customerId}` : null,
         search && !id
           ? sql`o.id in (
               select id from orders where number = ${search.number ?? -1}
               union select id from orders where customer_id in (${matchingCustomers(search)}))`
           : null,
         cursor ? sql`o.id < ${cursor}` : null,
       ])}
       order by o.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}
