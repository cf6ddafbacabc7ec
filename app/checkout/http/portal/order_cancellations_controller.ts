import { inject } from '@adonisjs/core'
import { errors, type HttpContext } from '@adonisjs/core/http'
import { EndOrder } from '#app/checkout/actions/end_order'
import { findVisibleOrder } from '#app/checkout/queries/find_order_page'
import { readId, showId } from '#app/shared/ids'

/** A customer's change of mind, before the order is paid for. */
@inject()
export default class OrderCancellationsController {
  constructor(private endOrder: EndOrder) {}

  async store(ctx: HttpContext) {
    const id = readId('order', ctx.params.id)
    const found = id ? await findVisibleOrder(ctx.caller!, id) : null
    if (!found) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    const result = await this.endOrder.execute({
      orderId: found.order.id,
      reason: 'cancelled_by_customer',
    })
    ctx.session.flash(
      'notice',
      result.ok
        ? { tone: 'success', text: ctx.i18n.t('orders.cancelled') }
        : { tone: 'error', text: ctx.i18n.t('orders.too_late') }
    )
    return ctx.response.redirect().toPath(`/orders/${showId('order', found.order.id)}`)
  }
}
