import type { ConfiguredItem } from '#app/catalogue/index'
import type { LineExplanation, PricingContext } from '#app/billing/index'
import { db } from '#app/shared/database/db'

/** A line of an accepted order, as the order keeps it. */
export interface OrderedLine {
  id: string
  status: 'pending' | 'active' | 'failed'
  /** What was configured, with the lines as the quote priced them. */
  content: ConfiguredItem & { lines?: { explanation: LineExplanation }[] }
}

export interface AcceptedOrder {
  id: string
  customerId: string
  currency: string
  /** The terms that the quote was priced under: its tax is the tax of the invoice. Null when it does not say. */
  quotedPricing: PricingContext | null
  taxCountry: string | null
  quotedAt: Date
  lines: OrderedLine[]
}

export async function findAcceptedOrder(orderId: string): Promise<AcceptedOrder | null> {
  const order = await db
    .selectFrom('orders')
    .innerJoin('quotes', 'quotes.id', 'orders.quote_id')
    .select(['orders.id', 'orders.customer_id', 'orders.currency', 'quotes.country', 'quotes.created_at'])
    .where('orders.id', '=', orderId)
    .executeTakeFirst()
  if (!order) return null
  const lines = await listOrderedLines(orderId)
  return {
    id: order.id,
    customerId: order.customer_id,
    currency: order.currency,
    quotedPricing: readQuotedPricing(order.currency, lines),
    taxCountry: order.country,
    quotedAt: order.created_at,
    lines,
  }
}

/** Each quoted line explains its tax; within one quote they are all alike. */
function readQuotedPricing(currency: string, lines: OrderedLine[]): PricingContext | null {
  const tax = lines.flatMap(({ content }) => content.lines ?? [])[0]?.explanation.tax
  if (!tax) return null
  const { country, name, percent, reason, rounding } = tax
  return { currency, tax: { country, name, percent, reason }, taxRounding: rounding }
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
