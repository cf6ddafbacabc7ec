import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { isCurrencyCode } from '#app/shared/money/currency'
import { listCurrencies } from '#app/tenancy/index'
import { ChangeRefundLimit } from '#app/payments/actions/change_refund_limit'
import type { LimitKind } from '#app/payments/domain/refund_limits'
import { showRefundLimit } from '#app/payments/http/transformers/refund_transformers'
import { refundLimitForm } from '#app/payments/http/validators/refund_validators'
import { listLimits } from '#app/payments/queries/find_refund_limit'

/** How much staff may give one customer back, or away, in a day without a second person, per role and currency. */
@inject()
export default class RefundLimitsController {
  constructor(private changeLimit: ChangeRefundLimit) {}

  index() {
    return this.list('refund')
  }

  update(ctx: HttpContext) {
    return this.change(ctx, 'refund')
  }

  indexGifts() {
    return this.list('gift')
  }

  updateGift(ctx: HttpContext) {
    return this.change(ctx, 'gift')
  }

  private async list(kind: LimitKind) {
    return toListAnswer({ rows: await listLimits(kind, listCurrencies()), nextCursor: null }, showRefundLimit)
  }

  private async change(ctx: HttpContext, kind: LimitKind) {
    const { amount } = await ctx.request.validateUsing(refundLimitForm)
    const currency = String(ctx.params.currency).toUpperCase()
    const missing = (code: string, detail: string) => sendProblem(ctx, { status: 404, code, detail })
    if (!isCurrencyCode(currency)) return missing('currency_not_found', 'There is no such currency.')
    const role = String(ctx.params.role)
    const changed = await this.changeLimit.execute(kind, {
      role,
      currency,
      amount: amount === null ? null : BigInt(amount),
    })
    if (changed.ok) return showRefundLimit(changed.value)
    return missing('role_not_found', 'Nobody of this role gives money back.')
  }
}
