import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EnterCoupon } from '#app/checkout/actions/enter_coupon'
import { readCartCookie } from '#app/checkout/http/cart_cookie'
import { enterCouponBody } from '#app/checkout/http/checkout_validators'
import { findCustomer } from '#app/customers/index'
import { noteEntries, refuseCouponEntry } from '#app/promotions/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'

/** Codes in the cart, on the storefront and at checkout. */
@inject()
export default class CartCouponsController {
  constructor(private enterCoupon: EnterCoupon) {}

  async store(ctx: HttpContext) {
    const { code } = await ctx.request.validateUsing(enterCouponBody)
    const refusal = await refuseCouponEntry(ctx)
    if (refusal) return refuse(ctx, 429, refusal)
    const customerId = ctx.caller ? visibleCustomer(ctx.caller) : null
    const customer = customerId ? await findCustomer(customerId) : null
    const result = await this.enterCoupon.execute({
      cartId: readCartCookie(ctx),
      code,
      customerId,
      country: customer?.country ?? null,
    })
    const isGuess =
      !result.ok && result.error.type === 'coupon_refused' && result.error.reason === 'not_valid'
    await noteEntries(ctx, { entered: 1, guessed: isGuess ? 1 : 0 })
    if (result.ok) {
      return ctx.response.status(201).send({ data: { codes: result.value.coupons.map((entry) => entry.code) } })
    }
    return refuse(ctx, 422, result.error.type === 'coupon_refused' ? result.error.reason : result.error.type)
  }

  async destroy(ctx: HttpContext) {
    const cartId = readCartCookie(ctx)
    if (cartId) await this.enterCoupon.remove({ cartId, code: String(ctx.params.code) })
    return ctx.response.status(204).send('')
  }
}

function refuse(ctx: HttpContext, status: number, reason: string): void {
  const message = ctx.i18n.t(`checkout_refusals.coupons.${reason}`)
  return sendProblem(ctx, { status, code: reason, detail: message, errors: [{ field: 'code', message }] })
}
