import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { renderPage } from '#app/shared/http/render_page'
import { listDiscountLimits, showDiscountLimit } from '#app/promotions/index'
import { listCurrencies } from '#app/tenancy/index'
import { showPaymentLimits } from '#app/payments/http/transformers/limit_transformers'
import { showRefundLimit } from '#app/payments/http/transformers/refund_transformers'
import { listLimits } from '#app/payments/queries/find_refund_limit'
import { listPaymentLimits } from '#app/payments/queries/find_payment_limits'

/** Where staff says how much customers may pay in and keep. */
export default class PaymentLimitsController {
  async index(ctx: HttpContext) {
    return renderPage(ctx, 'payments/admin/payment_limits', {
      refund_limits: (await listLimits('refund', listCurrencies())).map(showRefundLimit),
      gift_limits: (await listLimits('gift', listCurrencies())).map(showRefundLimit),
      discount_limits: (await listDiscountLimits()).map(showDiscountLimit),
      limits: (await listPaymentLimits(listCurrencies())).map(showPaymentLimits),
      may_write: isAllowed(ctx.caller!, 'staff:settings:write'),
    })
  }
}
