import type { HttpContext } from '@adonisjs/core/http'
import type { RefusedCoupon } from '#app/promotions/index'

/** Why a code is not used, in the reader's language. */
export function explainCoupon(ctx: HttpContext, { code, reason }: RefusedCoupon) {
  return { code, reason, message: ctx.i18n.t(`checkout_refusals.coupons.${reason}`) }
}
