import { inject } from '@adonisjs/core'
import { errors, type HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { CloseCart } from '#app/checkout/actions/close_cart'
import { PlaceOrder } from '#app/checkout/actions/place_order'
import { forgetCart, readCartCookie } from '#app/checkout/http/cart_cookie'
import { presentOrder, presentOrderWithLines } from '#app/checkout/http/order_transformer'
import { progressOf } from '#app/checkout/http/order_progress'
import {
  findVisibleOrder,
  listVisibleOrders,
  type OrderWithLines,
} from '#app/checkout/queries/find_order_page'
import { findPaymentOfOrder } from '#app/checkout/queries/find_payment_of_order'
import {
  listPaymentMethods,
  listPaymentWays,
  showPayment,
  showPaymentMethod,
  showPaymentWay,
} from '#app/payments/index'
import { chosenKeys } from '#app/customers/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSizeDefault } from '#app/shared/http/keyset'
import { readIpCountry } from '#app/checkout/http/ip_country'
import { renderPage } from '#app/shared/http/render_page'
import { isUuid, newId, readId, showId } from '#app/shared/ids'

const placeOrderForm = vine.create({
  quote_id: vine.string().maxLength(40),
  terms: vine.boolean().optional(),
  ssh_keys: chosenKeys().optional(),
})

/** A customer's orders: placing one, and watching it become a server. */
@inject()
export default class OrdersController {
  constructor(
    private placeOrder: PlaceOrder,
    private closeCart: CloseCart
  ) {}

  async index(ctx: HttpContext) {
    const cursor = String(ctx.request.input('cursor') ?? '')
    const page = await listVisibleOrders(ctx.caller!, {
      cursor: isUuid(cursor) ? cursor : null,
      size: pageSizeDefault,
    })
    return renderPage(ctx, 'checkout/portal/orders', {
      orders: page.rows.map(presentOrder),
      next_cursor: page.nextCursor,
    })
  }

  async show(ctx: HttpContext) {
    const id = readId('order', ctx.params.id)
    const found = id ? await findVisibleOrder(ctx.caller!, id) : null
    if (!found) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    return renderPage(ctx, 'checkout/portal/order', await this.propsOf(ctx, found))
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(placeOrderForm)
    const result = await this.placeOrder.execute({
      quoteId: readId('quote', form.quote_id) ?? newId(),
      customerId: visibleCustomer(ctx.caller!)!,
      userId: ctx.caller!.userId,
      hasAcceptedTerms: form.terms === true,
      sshKeyIds: (form.ssh_keys ?? []).map((id) => readId('sshKey', id)),
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
      ipCountry: readIpCountry(ctx),
    })
    if (!result.ok) {
      ctx.session.flash('notice', {
        tone: 'error',
        text: ctx.i18n.t(`checkout.refused.${result.error.type}`),
      })
      return ctx.response.redirect().toPath('/checkout')
    }
    const cartId = readCartCookie(ctx)
    if (cartId) await this.closeCart.execute({ cartId })
    forgetCart(ctx)
    return ctx.response.redirect().toPath(`/orders/${showId('order', result.value.id)}`)
  }

  private async propsOf(ctx: HttpContext, found: OrderWithLines) {
    const { order } = found
    const payment = await findPaymentOfOrder(order.id)
    const mayPay = ctx.caller!.abilities.has('billing:pay')
    const isAsked = order.status === 'awaiting_payment' && mayPay
    const methods = isAsked ? await listPaymentMethods(order.customerId) : []
    const ways = isAsked ? await listPaymentWays(order.currency) : []
    const progress = await progressOf(order.id)
    return {
      order: presentOrderWithLines(found),
      payment: payment ? showPayment(payment) : null,
      methods: methods.map(showPaymentMethod),
      ways: ways.map(showPaymentWay),
      may_pay: mayPay,
      progress: progress.map((line) => ({
        order_line_id: showId('orderLine', line.orderLineId),
        service_path: line.servicePath,
        steps: line.steps,
      })),
    }
  }
}
