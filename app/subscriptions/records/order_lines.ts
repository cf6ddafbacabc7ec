import type { ConfiguredItem } from '#app/catalogue/index'
import { type PricingContext, readPricing, type StaffItem, type WrittenPricing } from '#app/billing/index'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** A line of an accepted order, as the order keeps it. */
export interface OrderedLine {
  id: string
  status: 'pending' | 'active' | 'failed'
  content: ConfiguredItem
}

export interface AcceptedOrder {
  id: string
  customerId: string
  currency: string
  /** The terms that the quote was priced under: its tax and discounts are those of the invoice. Null when it does not say. */
  quotedPricing: PricingContext | null
  taxCountry: string | null
  quotedAt: Date
  lines: OrderedLine[]
  /** What was agreed on besides the plans, charged once with the first invoice. */
  oneOffs: StaffItem[]
}

interface WrittenOneOff {
  description: string
  quantity: number
  unitAmount: string
}

export async function findAcceptedOrder(orderId: string): Promise<AcceptedOrder | null> {
  const order = await db
    .selectFrom('orders')
    .innerJoin('quotes', 'quotes.id', 'orders.quote_id')
    .select(['orders.id', 'orders.customer_id', 'orders.currency', 'quotes.country', 'quotes.created_at'])
    .select(sql<WrittenPricing | null>`quotes.content -> 'pricing'`.as('pricing'))
    .select(sql<WrittenOneOff[] | null>`quotes.content -> 'oneOffs'`.as('one_offs'))
    .where('orders.id', '=', orderId)
    .executeTakeFirst()
  if (!order) return null
  return {
    id: order.id,
    customerId: order.customer_id,
    currency: order.currency,
    quotedPricing: order.pricing && readPricing(order.pricing),
    taxCountry: order.country,
    quotedAt: order.created_at,
    lines: await listOrderedLines(orderId),
    oneOffs: (order.one_offs ?? []).map(({ description, quantity, unitAmount }) => ({
      kind: 'item',
      description,
      quantity,
      unitAmount: BigInt(unitAmount),
    })),
  }
}

async function listOrderedLines(orderId: string): Promise<OrderedLine[]> {
  const rows = await db
    .selectFrom('order_lines')
    .select(['id', 'status', 'content'])
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    status: row.status as OrderedLine['status'],
    content: row.content as unknown as OrderedLine['content'],
  }))
}
