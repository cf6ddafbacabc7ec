import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { isCurrencyCode } from '#app/shared/money/currency'
import { listCurrencies } from '#app/tenancy/index'
import { ChangePaymentLimits } from '#app/payments/actions/change_payment_limits'
import type { PaymentLimits } from '#app/payments/domain/payment_limits'
import { limitFields, showPaymentLimits } from '#app/payments/http/transformers/limit_transformers'
import { paymentLimitsForm } from '#app/payments/http/validators/payment_validators'
import { listPaymentLimits } from '#app/payments/queries/find_payment_limits'

/** How much customers may pay in and keep, per currency. */
@inject()
export default class PaymentLimitsController {
  constructor(private changeLimits: ChangePaymentLimits) {}

  async index() {
    const rows = await listPaymentLimits(listCurrencies())
    return toListAnswer({ rows, nextCursor: null }, showPaymentLimits)
  }

  async update(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(paymentLimitsForm)
    const currency = String(ctx.params.currency).toUpperCase()
    if (!isCurrencyCode(currency)) {
      return sendProblem(ctx, {
        status: 404,
        code: 'currency_not_found',
        detail: 'There is no such currency.',
      })
    }
    const limits: PaymentLimits = {
      currency,
      allowsTopUps: form.allows_top_ups,
      topUpMin: BigInt(form.top_up_min),
      topUpMax: BigInt(form.top_up_max),
      topUpDayMax: BigInt(form.top_up_day_max),
      balanceMax: BigInt(form.balance_max),
      allowsPartPayments: form.allows_part_payments,
      partPaymentMin: BigInt(form.part_payment_min),
    }
    const changed = await this.changeLimits.execute(limits)
    if (changed.ok) return showPaymentLimits(changed.value)
    const { field, type } = changed.error
    const message = ctx.i18n.t(`payments.limits.refused.${type}`)
    return sendProblem(ctx, {
      status: 422,
      code: type,
      detail: message,
      errors: [{ field: limitFields[field], message }],
    })
  }
}
