import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EndOrder } from '#app/checkout/actions/end_order'
import { sendOrderNotFound } from '#app/checkout/http/api/orders_controller'
import { presentOrder } from '#app/checkout/http/order_transformer'
import { findVisibleOrder } from '#app/checkout/queries/find_order_page'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'

/** Calling an unpaid order off: by its customer, or by staff. */
@inject()
export default class OrderCancellationsController {
  constructor(private endOrder: EndOrder) {}

  async store(ctx: HttpContext) {
    const id = readId('order', ctx.params.id)
    const found = id ? await findVisibleOrder(ctx.caller!, id) : null
    if (!found) return sendOrderNotFound(ctx)
    const result = await this.endOrder.execute({
      orderId: found.order.id,
      reason: ctx.caller!.kind === 'staff' ? 'cancelled_by_staff' : 'cancelled_by_customer',
    })
    if (result.ok) return presentOrder(result.value)
    if (result.error.type === 'order_not_found') return sendOrderNotFound(ctx)
    const detail = `The order is ${result.error.from.replace('_', ' ')}; only an unpaid order can be cancelled.`
    return sendProblem(ctx, { status: 409, code: 'order_not_cancellable', detail })
  }
}
