import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { answerWithProductOf, refuseChange } from '#app/catalogue/http/api/catalogue_answers'
import { replacePriceBody } from '#app/catalogue/http/catalogue_validators'
import { readId } from '#app/shared/ids'

/** A price is never edited: another one takes its place. */
@inject()
export default class PricesController {
  constructor(private replacePrice: ReplacePrice) {}

  async store(ctx: HttpContext) {
    const { amount, setup_amount, ...place } = await ctx.request.validateUsing(replacePriceBody)
    const planId = readId('plan', ctx.params.id)
    if (!planId) return refuseChange(ctx, 'plan_not_found')
    const result = await this.replacePrice.execute(planId, {
      ...place,
      amount: BigInt(amount),
      setupAmount: BigInt(setup_amount ?? '0'),
    })
    return result.ok ? answerWithProductOf(planId) : refuseChange(ctx, result.error.type)
  }
}
