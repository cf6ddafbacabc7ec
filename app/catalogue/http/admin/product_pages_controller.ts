import { errors, type HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { productKinds } from '#app/catalogue/domain/kinds/product_kinds'
import { describeForms } from '#app/catalogue/http/spec_wire'
import { presentProductToStaff } from '#app/catalogue/http/staff_product_transformer'
import { loadCatalogue } from '#app/catalogue/queries/load_catalogue'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { listCurrencies } from '#app/tenancy/index'

/** The catalogue as staff edit it. Changes go through the API's own controllers. */
export default class ProductPagesController {
  async index(ctx: HttpContext) {
    const { products } = await loadCatalogue()
    const shown = products.map(presentProductToStaff)
    return renderPage(ctx, 'catalogue/admin/products', { products: shown, kinds: productKinds })
  }

  async show(ctx: HttpContext) {
    const { products } = await loadCatalogue()
    const product = products.find(({ id }) => id === readId('product', ctx.params.id))
    if (!product) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    return renderPage(ctx, 'catalogue/admin/product', {
      product: presentProductToStaff(product),
      currencies: listCurrencies(),
      forms: describeForms(product.kind),
      // The tenant's own language is the text itself.
      languages: i18nManager.supportedLocales().filter((locale) => locale !== ctx.host.tenant.locale),
    })
  }
}
