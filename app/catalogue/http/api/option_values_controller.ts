import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { CreateOptionValue } from '#app/catalogue/actions/create_option_value'
import { UpdateOptionValue } from '#app/catalogue/actions/update_option_value'
import { withoutEmptyTexts } from '#app/catalogue/domain/translation'
import { answerWithProductOf, refuseChange, refuseSizes } from '#app/catalogue/http/api/catalogue_answers'
import { createOptionValueBody, updateOptionValueBody } from '#app/catalogue/http/catalogue_validators'
import { readId } from '#app/shared/ids'

/** What a choice can be: an image, a place. */
@inject()
export default class OptionValuesController {
  constructor(
    private createValue: CreateOptionValue,
    private updateValue: UpdateOptionValue
  ) {}

  async store(ctx: HttpContext) {
    const { group = '', spec = {}, ...body } = await ctx.request.validateUsing(createOptionValueBody)
    const optionId = readId('option', ctx.params.id)
    if (!optionId) return refuseChange(ctx, 'option_not_found')
    const result = await this.createValue.execute(optionId, {
      ...body,
      group_name: group,
      spec: withoutGaps(spec),
    })
    if (result.ok) return answerWithProductOf(result.value)
    const { error } = result
    return error.type === 'sizes_refused' ? refuseSizes(ctx, error.faults) : refuseChange(ctx, error.type)
  }

  async update(ctx: HttpContext) {
    const { group, spec, translations, ...changes } = await ctx.request.validateUsing(updateOptionValueBody)
    const valueId = readId('optionValue', ctx.params.id)
    if (!valueId) return refuseChange(ctx, 'value_not_found')
    const result = await this.updateValue.execute(valueId, {
      ...changes,
      ...(group === undefined ? {} : { group_name: group }),
      ...(spec ? { spec: withoutGaps(spec) } : {}),
      ...(translations ? { translations: withoutEmptyTexts(translations) } : {}),
    })
    if (result.ok) return answerWithProductOf(valueId)
    const { error } = result
    return error.type === 'sizes_refused' ? refuseSizes(ctx, error.faults) : refuseChange(ctx, error.type)
  }
}

function withoutGaps(spec: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(spec).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
