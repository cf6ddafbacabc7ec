import { refuseHugePrice } from '#app/catalogue/http/refuse_huge_price'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { WithdrawPrice } from '#app/catalogue/actions/withdraw_price'
import { answerWithProductOf, refuseChange, refuseVersion } from '#app/catalogue/http/api/catalogue_answers'
import { readAskedHourly, showPriceVersion } from '#app/catalogue/http/price_wire'
import { replacePriceBody } from '#app/catalogue/http/price_validators'
import { loadCatalogue } from '#app/catalogue/queries/load_catalogue'
import { listPriceVersions } from '#app/catalogue/queries/list_price_versions'
import { readId } from '#app/shared/ids'
import { isCalendarDate } from '#app/shared/time/calendar'

/** A price is never edited: from a day on another one takes its place. */
@inject()
export default class PricesController {
  constructor(
    private replacePrice: ReplacePrice,
    private withdrawPrice: WithdrawPrice
  ) {}

  /** Every version of every price of a product. */
  async index(ctx: HttpContext) {
    const { products } = await loadCatalogue()
    const product = products.find(({ id }) => id === readId('product', ctx.params.id))
    if (!product) return refuseChange(ctx, 'product_not_found')
    return { data: (await listPriceVersions(product.id)).map(showPriceVersion), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { amount, setup_amount, hourly, valid_from, ...place } =
      await ctx.request.validateUsing(replacePriceBody)
    const planId = readId('plan', ctx.params.id)
    if (!planId) return refuseChange(ctx, 'plan_not_found')
    if (valid_from && !isCalendarDate(valid_from)) return refuseChange(ctx, 'valid_from_invalid')
    refuseHugePrice(ctx, { ...place, amount, setup_amount, hourly })
    const result = await this.replacePrice.execute(planId, {
      ...place,
      amount: BigInt(amount ?? '0'),
      hourly: readAskedHourly(hourly),
      setupAmount: BigInt(setup_amount ?? '0'),
      validFrom: valid_from,
    })
    if (result.ok) return answerWithProductOf(planId)
    return result.error.type === 'version_refused'
      ? refuseVersion(ctx, result.error.faults)
      : refuseChange(ctx, result.error.type)
  }

  async destroy(ctx: HttpContext) {
    const priceId = readId('price', ctx.params.id)
    if (!priceId) return refuseChange(ctx, 'price_not_found')
    const result = await this.withdrawPrice.execute(priceId)
    return result.ok ? answerWithProductOf(result.value) : refuseChange(ctx, result.error.type)
  }
}
