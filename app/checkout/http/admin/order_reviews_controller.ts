import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { RefuseOrder } from '#app/checkout/actions/refuse_order'
import { ReleaseOrder, type ReviewError } from '#app/checkout/actions/release_order'
import { decideReviewBody } from '#app/checkout/http/review_transformer'
import type { Order } from '#app/checkout/records/orders'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import type { Result } from '#app/shared/result'

/** What staff decide about an order that was held for its risky payment. */
@inject()
export default class OrderReviewsController {
  constructor(
    private releaseOrder: ReleaseOrder,
    private refuseOrder: RefuseOrder
  ) {}

  async release(ctx: HttpContext) {
    goBack(ctx, await this.releaseOrder.execute(await decisionOf(ctx)), 'released')
  }

  async refuse(ctx: HttpContext) {
    goBack(ctx, await this.refuseOrder.execute(await decisionOf(ctx)), 'refused')
  }
}

async function decisionOf(ctx: HttpContext) {
  const { note } = await ctx.request.validateUsing(decideReviewBody)
  return { orderId: readRecordId(ctx, 'order'), userId: ctx.caller!.userId, note: note ?? null }
}

function goBack(ctx: HttpContext, result: Result<Order, ReviewError>, outcome: 'released' | 'refused'): void {
  if (result.ok) return goBackWith(ctx, 'success', `reporting.order.review.notices.${outcome}`)
  if (result.error.type === 'order_not_found') throw notFound(ctx)
  goBackWith(ctx, 'error', 'reporting.order.review.notices.not_in_review')
}
