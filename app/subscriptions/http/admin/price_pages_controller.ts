import { errors, type HttpContext } from '@adonisjs/core/http'
import { listPriceVersions, loadCatalogue, presentProduct, showPriceVersion } from '#app/catalogue/index'
import { readPolicies, readPriceRounding } from '#app/billing/index'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { showPriceMove } from '#app/subscriptions/http/transformers/price_move_transformers'
import { countPayers } from '#app/subscriptions/queries/count_payers'
import { listPriceMoves } from '#app/subscriptions/queries/list_price_moves'
import { listCurrencies } from '#app/tenancy/index'

const movesShown = 50

/** The prices of a product as staff keep them: versions, who pays by them, and moves to newer ones. */
export default class PricePagesController {
  async show(ctx: HttpContext) {
    const { products } = await loadCatalogue()
    const product = products.find(({ id }) => id === readId('product', ctx.params.id))
    if (!product) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    const versions = await listPriceVersions(product.id)
    const payers = await countPayers(versions.map(({ id }) => id))
    const { timeZone, policies } = ctx.host.tenant
    return renderPage(ctx, 'subscriptions/admin/prices', {
      product: presentProduct(product),
      versions: versions.map((version) => ({
        ...showPriceVersion(version),
        payer_count: payers.get(version.id) ?? 0,
      })),
      moves: ctx.caller?.abilities.has('staff:billing:read')
        ? await movesOf(versions.map(({ id }) => id))
        : [],
      currencies: listCurrencies(),
      price_rounding: readPriceRounding(policies),
      today: dateIn(timeZone, new Clock().now()),
      notice_days: readPolicies(policies).priceNoticeDays,
    })
  }
}

async function movesOf(priceIds: string[]) {
  const own = new Set(priceIds)
  const { rows } = await listPriceMoves({ before: null, size: movesShown })
  return rows.filter(({ prices }) => prices.some(({ id }) => own.has(id))).map(showPriceMove)
}
