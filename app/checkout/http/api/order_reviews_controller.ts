import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { RefuseOrder } from '#app/checkout/actions/refuse_order'
import { ReleaseOrder, type ReviewError } from '#app/checkout/actions/release_order'
import { sendOrderNotFound } from '#app/checkout/http/api/orders_controller'
import { presentOrder } from '#app/checkout/http/order_transformer'
import { decideReviewBody, showOrderReview } from '#app/checkout/http/review_transformer'
import { findOrderReview } from '#app/checkout/queries/find_order_review'
import type { Order } from '#app/checkout/records/orders'
import { sendProblem } from '#app/shared/http/problem'
import { newId, readId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'

/** Why an order was held, and letting it go on or not. For staff. */
@inject()
export default class OrderReviewsController {
  constructor(
    private releaseOrder: ReleaseOrder,
    private refuseOrder: RefuseOrder
  ) {}

  async show(ctx: HttpContext) {
    const id = readId('order', ctx.params.id)
    const review = id ? await findOrderReview(id) : null
    if (review) return showOrderReview(review)
    const detail = 'There is no such order, or it was never held.'
    return sendProblem(ctx, { status: 404, code: 'review_not_found', detail })
  }

  async release(ctx: HttpContext) {
    return answer(ctx, await this.releaseOrder.execute(await decisionOf(ctx)))
  }

  async refuse(ctx: HttpContext) {
    return answer(ctx, await this.refuseOrder.execute(await decisionOf(ctx)))
  }
}

async function decisionOf(ctx: HttpContext) {
  const { note } = await ctx.request.validateUsing(decideReviewBody)
  return {
    orderId: readId('order', ctx.params.id) ?? newId(),
    userId: ctx.caller!.userId,
    note: note ?? null,
  }
}

function answer(ctx: HttpContext, result: Result<Order, ReviewError>) {
  if (result.ok) return presentOrder(result.value)
  if (result.error.type === 'order_not_found') return sendOrderNotFound(ctx)
  const detail = 'The order does not wait for a decision about its payment.'
  return sendProblem(ctx, { status: 409, code: 'not_in_review', detail })
}
