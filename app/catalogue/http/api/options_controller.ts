import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { CreateOption } from '#app/catalogue/actions/create_option'
import { UpdateOption } from '#app/catalogue/actions/update_option'
import { withoutEmptyTexts } from '#app/catalogue/domain/translation'
import { answerWithProductOf, refuseChange } from '#app/catalogue/http/api/catalogue_answers'
import { createOptionBody, updateOptionBody } from '#app/catalogue/http/catalogue_validators'
import { readId } from '#app/shared/ids'

/** What can be chosen with a product. */
@inject()
export default class OptionsController {
  constructor(
    private createOption: CreateOption,
    private updateOption: UpdateOption
  ) {}

  async store(ctx: HttpContext) {
    const { help = '', minimum = 0, maximum = 1, ...body } = await ctx.request.validateUsing(createOptionBody)
    const productId = readId('product', ctx.params.id)
    if (!productId) return refuseChange(ctx, 'product_not_found')
    if (maximum < minimum) return refuseChange(ctx, 'range_empty')
    const result = await this.createOption.execute(productId, { ...body, help, minimum, maximum })
    return result.ok ? answerWithProductOf(result.value) : refuseChange(ctx, result.error.type)
  }

  async update(ctx: HttpContext) {
    const { translations, ...changes } = await ctx.request.validateUsing(updateOptionBody)
    const optionId = readId('option', ctx.params.id)
    if (!optionId) return refuseChange(ctx, 'option_not_found')
    const result = await this.updateOption.execute(optionId, {
      ...changes,
      ...(translations ? { translations: withoutEmptyTexts(translations) } : {}),
    })
    return result.ok ? answerWithProductOf(optionId) : refuseChange(ctx, result.error.type)
  }
}
