import type { HttpContext } from '@adonisjs/core/http'
import { offeredLocations } from '#app/catalogue/domain/availability'
import { presentProduct } from '#app/catalogue/http/product_transformer'
import { shopView, siteProps } from '#app/catalogue/http/public/shop_view'
import { renderSharedPage } from '#app/shared/http/page_cache'

/** The first page that anybody sees. */
export default class HomesController {
  async show(ctx: HttpContext) {
    const view = await shopView(ctx)
    return renderSharedPage(ctx, {
      page: 'catalogue/public/home',
      variant: view.variant,
      props: async () => ({
        ...(await siteProps(ctx, view)),
        products: view.products.map(presentProduct),
        locations: offeredLocations(view.products),
      }),
    })
  }
}
