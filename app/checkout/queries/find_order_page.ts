import { type Caller, visibleCustomer } from '#app/shared/http/caller'
import { together } from '#app/shared/database/together'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import {
  findOrder,
  findOrderOfQuote,
  listOrderLines,
  listOrderRows,
  type Order,
  type OrderFilter,
  type OrderLine,
} from '#app/checkout/records/orders'
import { findQuote, type Quote } from '#app/checkout/records/quotes'

export interface OrderWithLines {
  order: Order
  lines: OrderLine[]
  quote: Quote
}

/** One order with what it was accepted at, if the caller may see it. */
export function findVisibleOrder(caller: Caller, orderId: string): Promise<OrderWithLines | null> {
  const customerId = visibleCustomer(caller)
  return inReadTransaction(async () => {
    const order = await findOrder(orderId)
    if (!order || (customerId && order.customerId !== customerId)) return null
    const [quote, lines] = await together(
      () => findQuote(order.quoteId),
      () => listOrderLines(order.id)
    )
    return { order, lines, quote: quote! }
  })
}

/** For other domains, which come with the order's own id. */
export function findOrderWithLines(orderId: string): Promise<OrderWithLines | null> {
  return inReadTransaction(async () => {
    const order = await findOrder(orderId)
    if (!order) return null
    return { order, lines: await listOrderLines(orderId), quote: (await findQuote(order.quoteId))! }
  })
}

export function listVisibleOrders(
  caller: Caller,
  filter: Omit<OrderFilter, 'customerId'> & { customerId?: string | null }
): Promise<Page<Order>> {
  const customerId = visibleCustomer(caller) ?? filter.customerId ?? null
  return inReadTransaction(async () => toPage(await listOrderRows({ ...filter, customerId }), filter.size))
}

export function findVisibleQuote(
  caller: Caller,
  quoteId: string
): Promise<{ quote: Quote; order: Order | null } | null> {
  const customerId = visibleCustomer(caller)
  return inReadTransaction(async () => {
    const quote = await findQuote(quoteId)
    if (!quote || (customerId && quote.customerId !== customerId)) return null
    return { quote, order: await findOrderOfQuote(quoteId) }
  })
}
