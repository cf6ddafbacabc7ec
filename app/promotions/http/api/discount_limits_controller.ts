import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { ChangeDiscountLimit } from '#app/promotions/actions/change_discount_limit'
import { discountLimitBody, showDiscountLimit } from '#app/promotions/http/discount_limit_shapes'
import { listDiscountLimits } from '#app/promotions/queries/find_discount_limit'

/** How much off a price staff of a role may promise: in coupons, and in prices of their own on quotes. */
@inject()
export default class DiscountLimitsController {
  constructor(private changeLimit: ChangeDiscountLimit) {}

  async index() {
    return toListAnswer({ rows: await listDiscountLimits(), nextCursor: null }, showDiscountLimit)
  }

  async update(ctx: HttpContext) {
    const { percent } = await ctx.request.validateUsing(discountLimitBody)
    const changed = await this.changeLimit.execute({ role: String(ctx.params.role), percent })
    if (changed.ok) return showDiscountLimit(changed.value)
    const detail = 'Nobody of this role promises anything off a price.'
    return sendProblem(ctx, { status: 404, code: 'role_not_found', detail })
  }
}
