import { errors, type HttpContext } from '@adonisjs/core/http'
import { catalogueIn, findSellable, listedProducts, listProductLinks, loadCatalogue, presentProduct, type Product } from '#app/catalogue/index'
import { renderSharedPage } from '#app/shared/http/page_cache'

/** Choosing: a plan with its options, and what it costs while choosing. */
export default class ConfigurationsController {
  async show(ctx: HttpContext) {
    const catalogue = catalogueIn(await loadCatalogue(), ctx.i18n.locale)
    const found = findProduct(catalogue, String(ctx.params.plan))
    if (!found) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    const { tenant } = ctx.host
    return renderSharedPage(ctx, {
      page: 'checkout/public/configure',
      variant: `${catalogue.version}:${catalogue.pricesOn}`,
      props: async () => ({
        site: {
          base_locale: tenant.locale,
          currency: tenant.reportingCurrency,
          products: await listProductLinks(ctx.i18n.locale),
        },
        product: presentProduct(found.product),
        plan: found.planSlug,
      }),
    })
  }
}

/** A hidden plan can be reached by its address; it then stands among the listed ones. */
function findProduct(
  catalogue: Awaited<ReturnType<typeof loadCatalogue>>,
  planSlug: string
): { product: Product; planSlug: string } | null {
  for (const product of catalogue.products) {
    const plan = product.plans.find((candidate) => candidate.slug === planSlug)
    const sold = plan && findSellable(catalogue, plan.id)
    if (!sold) continue
    const listed = listedProducts(catalogue).find((candidate) => candidate.id === product.id)?.plans ?? []
    const plans = listed.some((candidate) => candidate.id === plan.id) ? listed : [...listed, plan]
    return { product: { ...sold.product, plans }, planSlug }
  }
  return null
}
