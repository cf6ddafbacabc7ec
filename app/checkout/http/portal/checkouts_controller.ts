import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ClaimCart } from '#app/checkout/actions/claim_cart'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { PriceCart, type PricedCart } from '#app/checkout/actions/price_cart'
import { readCartLink, signCartLink } from '#app/checkout/http/cart_link'
import { explainCoupon } from '#app/checkout/http/explain_coupon'
import { explainFault } from '#app/checkout/http/explain_fault'
import { readCartCookie, writeCartCookie } from '#app/checkout/http/cart_cookie'
import { presentDraft, presentQuote } from '#app/checkout/http/quote_transformer'
import { findOpenCartById } from '#app/checkout/queries/find_cart'
import { type Customer, findCustomer, showCustomer } from '#app/customers/index'
import { listPaymentMethods } from '#app/payments/index'
import { isAllowed, visibleCustomer } from '#app/shared/http/caller'
import { renderPage } from '#app/shared/http/render_page'

/** The one page between a cart and an order: who, where, how much, agreed. */
@inject()
export default class CheckoutsController {
  constructor(
    private claimCart: ClaimCart,
    private priceCart: PriceCart,
    private makeQuote: MakeQuote
  ) {}

  async show(ctx: HttpContext) {
    if (ctx.request.input('cart') !== undefined) return this.takeCart(ctx)
    // Who may not order for the customer looks at a visitor's cart, which stays theirs.
    const mayOrder = !ctx.caller || isAllowed(ctx.caller, 'orders:write')
    const customer = ctx.caller && mayOrder ? await findCustomer(visibleCustomer(ctx.caller)!) : null
    const before = readCartCookie(ctx) ? await findOpenCartById(readCartCookie(ctx)!) : null
    const cart = customer
      ? await this.claimCart.execute({ cartId: readCartCookie(ctx), customerId: customer.id })
      : before
    if (cart) writeCartCookie(ctx, cart)
    const priced = cart
      ? await this.priceCart.execute({
          cartId: cart.id,
          customerId: customer?.id ?? null,
          country: customer?.country ?? null,
          locale: ctx.i18n.locale,
        })
      : null
    ctx.response.header('cache-control', 'no-store')
    return renderPage(ctx, 'checkout/portal/checkout', {
      may_order: mayOrder,
      customer: customer ? showCustomer(customer) : null,
      draft: priced?.draft ? presentDraft(priced.draft, priced.cart.currency) : null,
      quote: priced && customer ? await this.quoteFor(customer, priced, ctx.i18n.locale) : null,
      refused: (priced?.refused ?? []).map(({ item, faults }) => ({
        hostname: item.hostname,
        message: faults.map((fault) => explainFault(ctx, fault).message).join(' '),
      })),
      refused_trial: priced?.draft?.refusedTrial
        ? ctx.i18n.t(`checkout_refusals.faults.${priced.draft.refusedTrial}`)
        : null,
      refused_coupons: (priced?.draft?.refusedCoupons ?? []).map((refused) => explainCoupon(ctx, refused)),
      needs_method: customer ? await this.needsMethod(customer, priced) : false,
      return_to: returnPath(ctx, cart?.id),
      currency: cart?.currency ?? ctx.host.tenant.reportingCurrency,
      changed_currency: before && cart && before.currency !== cart.currency ? cart.currency : null,
    })
  }

  /** Hours are paid when they are over, with a method that is saved before. */
  private async needsMethod({ id }: Customer, priced: PricedCart | null): Promise<boolean> {
    const isByHour = (priced?.sold ?? []).some(({ interval }) => interval.unit === 'hour')
    return isByHour && (await listPaymentMethods(id)).length === 0
  }

  /** The link from the storefront names the cart; from here on this host's own cookie does. */
  private async takeCart(ctx: HttpContext) {
    const cartId = readCartLink(ctx.request.input('cart'))
    const cart = cartId ? await findOpenCartById(cartId) : null
    if (cart) writeCartCookie(ctx, cart)
    return ctx.response.redirect().toPath('/checkout')
  }

  /** A quote is made once everything that decides the price is known. */
  private async quoteFor(customer: Customer, { cart, sold, refused }: PricedCart, locale: string) {
    const isComplete = customer.country && customer.city && customer.street && customer.postal_code
    if (!isComplete || sold.length === 0 || refused.length > 0) return null
    const quote = await this.makeQuote.execute({
      items: sold,
      currency: cart.currency,
      country: customer.country,
      locale,
      customerId: customer.id,
      coupons: cart.coupons,
      dropsTrials: true,
    })
    return quote.ok ? presentQuote(quote.value) : null
  }
}

/** Where somebody is led who signed in or up: the cart is in this browser, unless they confirm their address in another one. */
function returnPath({ host }: HttpContext, cartId: string | undefined): string {
  if (!cartId || !host.tenant.confirmSignUps) return '/checkout'
  return `/checkout?cart=${encodeURIComponent(signCartLink(cartId, '3 days'))}`
}
