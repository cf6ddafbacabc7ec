import type { IntervalUnit } from '#app/shared/time/calendar'
import type { HttpContext } from '@adonisjs/core/http'
import { listedProducts, offeredCurrencies } from '#app/catalogue/domain/availability'
import type { Product } from '#app/catalogue/domain/catalogue'
import { catalogueIn } from '#app/catalogue/domain/translation'
import { listProductLinks } from '#app/catalogue/queries/list_product_links'
import { loadShopCatalogue } from '#app/catalogue/queries/load_shop_catalogue'

/** How a visitor looks at the shop: currency and interval stand in the address, so that a page can be shared and kept. */
export interface ShopView {
  products: Product[]
  version: string
  currency: string
  interval: IntervalUnit
  currencies: string[]
  variant: string
}

/** What of the shop the address asks for; a currency that is not offered falls back to the tenant's. */
export async function shopView(ctx: HttpContext): Promise<ShopView> {
  const catalogue = catalogueIn(await loadShopCatalogue(), ctx.i18n.locale)
  const products = listedProducts(catalogue)
  const currencies = offeredCurrencies(products)
  const own = ctx.host.tenant.reportingCurrency
  const wish = String(ctx.request.qs().currency ?? '').toUpperCase()
  const fallback = currencies.includes(own) ? own : (currencies[0] ?? own)
  const currency = currencies.includes(wish) ? wish : fallback
  const interval = ctx.request.qs().interval === 'year' ? 'year' : 'month'
  return {
    products,
    version: catalogue.version,
    currency,
    interval,
    currencies,
    variant: `${catalogue.version}:${catalogue.pricesOn}:${currency}:${interval}`,
  }
}

/** What every public page says of itself. */
export async function siteProps(ctx: HttpContext, view?: ShopView) {
  return {
    site: {
      base_locale: ctx.host.tenant.locale,
      products: await listProductLinks(ctx.i18n.locale),
      ...(view ? { currency: view.currency, interval: view.interval, currencies: view.currencies } : {}),
    },
  }
}
