import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { OrderLines, Orders } from '#app/shared/database/schema'
import type { LineStatus, OrderStatus } from '#app/checkout/domain/order_state'
import type { OrderLineContent } from '#app/checkout/domain/quote'

export interface Order {
  id: string
  number: bigint
  customerId: string
  userId: string | null
  quoteId: string
  status: OrderStatus
  currency: string
  total: bigint
  failure: { reason: string } | null
  createdAt: Date
  finishedAt: Date | null
}

export interface OrderLine {
  id: string
  orderId: string
  position: number
  planId: string
  content: OrderLineContent
  total: bigint
  status: LineStatus
}

export interface NewOrder extends Order {
  termsAcceptedAt: Date
  ip: string | null
  userAgent: string | null
}

/** @returns false when the quote was ordered before: the database lets one through */
export async function insertOrder(order: NewOrder): Promise<boolean> {
  const result = await db
    .insertInto('orders')
    .values({
      id: order.id,
      number: order.number,
      customer_id: order.customerId,
      user_id: order.userId,
      quote_id: order.quoteId,
      status: order.status,
      currency: order.currency,
      total: order.total,
      terms_accepted_at: order.termsAcceptedAt,
      ip: order.ip,
      user_agent: order.userAgent,
      created_at: order.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'quote_id']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insertOrderLines(lines: OrderLine[]): Promise<void> {
  await db
    .insertInto('order_lines')
    .values(
      lines.map((line) => ({
        id: line.id,
        order_id: line.orderId,
        position: line.position,
        plan_id: line.planId,
        content: JSON.stringify(line.content),
        total: line.total,
      }))
    )
    .execute()
}

/** The next whole number of the tenant's orders; taken with the order, so that none is lost or given twice. */
export async function takeOrderNumber(): Promise<bigint> {
  const { rows } = await sql<{ number: bigint }>`
    insert into number_series as s (series, prefix, next_number) values ('order', '', 1002)
    on conflict (tenant_id, series) do update set next_number = s.next_number + 1
    returning next_number - 1 as number`.execute(db)
  return rows[0]!.number
}

export async function findOrder(id: string): Promise<Order | null> {
  const row = await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toOrder(row) : null
}

export async function findOrderOfQuote(quoteId: string): Promise<Order | null> {
  const row = await db.selectFrom('orders').selectAll().where('quote_id', '=', quoteId).executeTakeFirst()
  return row ? toOrder(row) : null
}

export async function lockOrder(id: string): Promise<Order | null> {
  const row = await db
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toOrder(row) : null
}

export async function listOrderLines(orderId: string): Promise<OrderLine[]> {
  const rows = await db
    .selectFrom('order_lines')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute()
  return rows.map(toLine)
}

export async function findOrderLine(id: string): Promise<OrderLine | null> {
  const row = await db.selectFrom('order_lines').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toLine(row) : null
}

export async function updateOrder(
  id: string,
  changes: { status: OrderStatus; failure?: { reason: string }; finishedAt?: Date }
): Promise<void> {
  await db
    .updateTable('orders')
    .set({
      status: changes.status,
      ...(changes.failure ? { failure: JSON.stringify(changes.failure) } : {}),
      ...(changes.finishedAt ? { finished_at: changes.finishedAt } : {}),
    })
    .where('id', '=', id)
    .execute()
}

export async function updateLineStatus(id: string, status: LineStatus): Promise<void> {
  await db.updateTable('order_lines').set({ status }).where('id', '=', id).execute()
}

export async function listUnpaidOrderIds(before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('status', 'in', ['reserving', 'awaiting_payment'])
    .where('created_at', '<=', before)
    // Coins that were seen need an hour to be certain; nobody is told meanwhile that they did not pay.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('payments')
            .select('payments.id')
            .whereRef('payments.order_id', '=', 'orders.id')
            .where('payments.status', 'in', ['processing', 'authorised', 'unknown'])
        )
      )
    )
    .limit(500)
    .execute()
  return rows.map((row) => row.id)
}

export interface OrderFilter {
  customerId: string | null
  status?: OrderStatus
  cursor?: string | null
  size: number
}

/** Newest first. One row more than asked for tells whether there is another page. */
export async function listOrderRows({ customerId, status, cursor, size }: OrderFilter): Promise<Order[]> {
  let query = db
    .selectFrom('orders')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(size + 1)
  if (customerId) query = query.where('customer_id', '=', customerId)
  if (status) query = query.where('status', '=', status)
  if (cursor) query = query.where('id', '<', cursor)
  return (await query.execute()).map(toOrder)
}

function toOrder(row: Selectable<Orders>): Order {
  return {
    id: row.id,
    number: row.number,
    customerId: row.customer_id,
    userId: row.user_id,
    quoteId: row.quote_id,
    status: row.status as OrderStatus,
    currency: row.currency,
    total: row.total,
    failure: row.failure as Order['failure'],
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}

function toLine(row: Selectable<OrderLines>): OrderLine {
  return {
    id: row.id,
    orderId: row.order_id,
    position: row.position,
    planId: row.plan_id,
    content: row.content as unknown as OrderLineContent,
    total: row.total,
    status: row.status as LineStatus,
  }
}
