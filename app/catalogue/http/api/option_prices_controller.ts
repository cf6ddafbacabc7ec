import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ReplaceOptionPrice } from '#app/catalogue/actions/replace_option_price'
import { answerWithProductOf, refuseChange } from '#app/catalogue/http/api/catalogue_answers'
import { replaceOptionPriceBody } from '#app/catalogue/http/catalogue_validators'
import { readId } from '#app/shared/ids'

/** What a choice costs besides the plan. */
@inject()
export default class OptionPricesController {
  constructor(private replacePrice: ReplaceOptionPrice) {}

  async store(ctx: HttpContext) {
    const { value_id, amount, ...place } = await ctx.request.validateUsing(replaceOptionPriceBody)
    const optionId = readId('option', ctx.params.id)
    const valueId = value_id ? readId('optionValue', value_id) : null
    if (!optionId) return refuseChange(ctx, 'option_not_found')
    if (value_id && !valueId) return refuseChange(ctx, 'value_not_found')
    const result = await this.replacePrice.execute({ ...place, optionId, valueId, amount: BigInt(amount) })
    return result.ok ? answerWithProductOf(optionId) : refuseChange(ctx, result.error.type)
  }
}
