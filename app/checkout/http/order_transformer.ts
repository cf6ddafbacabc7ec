import { showId } from '#app/shared/ids'
import { money, toWire } from '#app/shared/money/money'
import { presentItem, presentQuote } from '#app/checkout/http/quote_transformer'
import type { OrderWithLines } from '#app/checkout/queries/find_order_page'
import type { Order, OrderLine } from '#app/checkout/records/orders'

export function presentOrder(order: Order) {
  return {
    id: showId('order', order.id),
    number: order.number.toString(),
    customer_id: showId('customer', order.customerId),
    quote_id: showId('quote', order.quoteId),
    status: order.status,
    total: toWire(money(order.total, order.currency)),
    failure: order.failure?.reason ?? null,
    created_at: order.createdAt.toISOString(),
    finished_at: order.finishedAt?.toISOString() ?? null,
  }
}

export function presentOrderWithLines({ order, lines, quote }: OrderWithLines) {
  return {
    ...presentOrder(order),
    lines: lines.map((line) => presentLine(line, order.currency)),
    quote: presentQuote(quote),
  }
}

function presentLine(line: OrderLine, currency: string) {
  return {
    id: showId('orderLine', line.id),
    status: line.status,
    total: toWire(money(line.total, currency)),
    ...presentItem(line.content),
  }
}
