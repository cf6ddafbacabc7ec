import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { explainCoupon } from '#app/checkout/http/explain_coupon'
import { explainFault } from '#app/checkout/http/explain_fault'
import { listProductLinks } from '#app/catalogue/index'
import { readCartCookie } from '#app/checkout/http/cart_cookie'
import { presentDraft } from '#app/checkout/http/quote_transformer'
import { signCartLink } from '#app/checkout/http/cart_link'
import { PriceCart } from '#app/checkout/actions/price_cart'
import { renderPage } from '#app/shared/http/render_page'
import { listSurfaceUrls } from '#app/tenancy/index'

/** What somebody is about to buy. Never kept ready: it is theirs alone. */
@inject()
export default class CartsController {
  constructor(private priceCart: PriceCart) {}

  async show(ctx: HttpContext) {
    const { tenant } = ctx.host
    const cartId = readCartCookie(ctx)
    const { account } = await listSurfaceUrls(ctx)
    const { locale } = ctx.i18n
    const priced = cartId ? await this.priceCart.execute({ cartId, country: null, locale }) : null
    ctx.response.header('cache-control', 'no-store')
    return renderPage(ctx, 'checkout/public/cart', {
      site: {
        base_locale: tenant.locale,
        currency: priced?.cart.currency ?? tenant.reportingCurrency,
        products: await listProductLinks(locale),
      },
      item_ids: priced?.sold.map((item) => item.id) ?? [],
      draft: priced?.draft ? presentDraft(priced.draft, priced.cart.currency) : null,
      refused: (priced?.refused ?? []).map(({ item, faults }) => ({
        id: item.id,
        hostname: item.hostname,
        message: faults.map((fault) => explainFault(ctx, fault).message).join(' '),
      })),
      refused_trial: priced?.draft?.refusedTrial
        ? ctx.i18n.t(`checkout_refusals.faults.${priced.draft.refusedTrial}`)
        : null,
      refused_coupons: (priced?.draft?.refusedCoupons ?? []).map((refused) => explainCoupon(ctx, refused)),
      checkout_url: cartId ? `${account}/checkout?cart=${encodeURIComponent(signCartLink(cartId))}` : null,
    })
  }
}
