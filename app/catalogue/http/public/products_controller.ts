import { errors, type HttpContext } from '@adonisjs/core/http'
import { presentProduct } from '#app/catalogue/http/product_transformer'
import { shopView, siteProps } from '#app/catalogue/http/public/shop_view'
import { renderSharedPage } from '#app/shared/http/page_cache'

/** One product with its plans side by side. */
export default class ProductsController {
  async show(ctx: HttpContext) {
    const view = await shopView(ctx)
    const product = view.products.find((candidate) => candidate.slug === ctx.params.product)
    if (!product) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    return renderSharedPage(ctx, {
      page: 'catalogue/public/product',
      variant: view.variant,
      props: async () => ({
        ...(await siteProps(ctx, view)),
        product: presentProduct(product),
        origin: `${ctx.request.protocol()}://${ctx.request.host() ?? ''}`,
      }),
    })
  }
}
