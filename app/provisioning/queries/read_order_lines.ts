import { db } from '#app/shared/database/db'
import type { ConfiguredItem } from '#app/catalogue/index'

export interface OrderedLine {
  id: string
  orderId: string
  planId: string
  item: ConfiguredItem
}

/** The lines of an order as they were accepted. */
export async function readOrderLines(orderId: string): Promise<OrderedLine[]> {
  const rows = await db
    .selectFrom('order_lines')
    .select(['id', 'order_id', 'plan_id', 'content'])
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute()
  return rows.map(toLine)
}

export async function readOrderLine(id: string): Promise<OrderedLine | null> {
  const row = await db
    .selectFrom('order_lines')
    .select(['id', 'order_id', 'plan_id', 'content'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? toLine(row) : null
}

/** The state of an order, for the question whether room for it is still wanted. */
export async function readOrderStatus(
  orderId: string
): Promise<{ status: string; customerId: string } | null> {
  const row = await db
    .selectFrom('orders')
    .select(['status', 'customer_id'])
    .where('id', '=', orderId)
    .executeTakeFirst()
  return row ? { status: row.status, customerId: row.customer_id } : null
}

function toLine(row: { id: string; order_id: string; plan_id: string; content: unknown }): OrderedLine {
  return { id: row.id, orderId: row.order_id, planId: row.plan_id, item: row.content as ConfiguredItem }
}
