import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ChangeCart } from '#app/checkout/actions/change_cart'
import { cartItemValidator } from '#app/checkout/http/configuration_validators'
import { explainFault } from '#app/checkout/http/explain_fault'
import { readCartCookie, writeCartCookie } from '#app/checkout/http/cart_cookie'
import { readConfiguration } from '#app/checkout/http/read_configuration'
import { readReferralCookie } from '#app/promotions/index'
import { sendProblem } from '#app/shared/http/problem'
import { isUuid } from '#app/shared/ids'

/** Putting into the cart and taking out again. */
@inject()
export default class CartItemsController {
  constructor(private changeCart: ChangeCart) {}

  async store(ctx: HttpContext) {
    const wish = await ctx.request.validateUsing(cartItemValidator)
    const result = await this.changeCart.add({
      cartId: readCartCookie(ctx),
      currency: wish.currency,
      locale: ctx.i18n.locale,
      item: readConfiguration(wish),
      referralCode: readReferralCookie(ctx),
    })
    if (result.ok) {
      writeCartCookie(ctx, result.value)
      return ctx.response.status(201).send({ data: { count: result.value.items.length } })
    }
    if (result.error.type === 'cart_full') {
      return sendProblem(ctx, { status: 422, code: 'cart_full', detail: ctx.i18n.t('checkout_refusals.faults.cart_full') })
    }
    return sendProblem(ctx, {
      status: 422,
      code: 'configuration_refused',
      detail: ctx.i18n.t('checkout_refusals.faults.items_refused'),
      errors: result.error.faults.map((fault) => explainFault(ctx, fault)),
    })
  }

  async destroy(ctx: HttpContext) {
    const cartId = readCartCookie(ctx)
    const itemId = String(ctx.params.item)
    const cart = cartId && isUuid(itemId) ? await this.changeCart.remove({ cartId, itemId }) : null
    if (cart) writeCartCookie(ctx, cart)
    return ctx.response.status(204).send('')
  }
}
