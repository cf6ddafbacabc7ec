import type { HttpContext } from '@adonisjs/core/http'
import { findOrderReview, showOrderReview } from '#app/checkout/index'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { orderLineToWire, orderToWire, paymentToWire } from '#app/reporting/http/transformers/records'
import { findOrder } from '#app/reporting/queries/find_order'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listOrders } from '#app/reporting/queries/list_orders'

const eventsMax = 30

/** What was bought, and how far each order has come. */
export default class OrdersController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listOrders(readListQuestion(ctx, 'order'))
    return renderPage(ctx, 'reporting/admin/orders', {
      orders: rows.map(orderToWire),
      next_cursor: nextCursor ? showId('order', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const found = await findOrder(readRecordId(ctx, 'order'))
    if (!found) throw notFound(ctx)
    const review = await findOrderReview(found.order.id)
    const events = await listAuditLog({ subjectId: found.order.id, limit: eventsMax })
    return renderPage(ctx, 'reporting/admin/order', {
      order: { ...orderToWire(found.details), ...orderToWire(found.order) },
      lines: found.lines.map(orderLineToWire),
      payments: found.payments.map(paymentToWire),
      events: events.rows.map(auditEntryToWire),
      review: review && showOrderReview(review),
    })
  }
}
