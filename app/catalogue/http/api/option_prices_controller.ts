import { refuseHugePrice } from '#app/catalogue/http/refuse_huge_price'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ReplaceOptionPrice } from '#app/catalogue/actions/replace_option_price'
import { answerWithProductOf, refuseChange, refuseVersion } from '#app/catalogue/http/api/catalogue_answers'
import { replaceOptionPriceBody } from '#app/catalogue/http/price_validators'
import { readAskedHourly, readScale } from '#app/catalogue/http/price_wire'
import { readId } from '#app/shared/ids'
import { isCalendarDate } from '#app/shared/time/calendar'

/** What a choice costs besides the plan. */
@inject()
export default class OptionPricesController {
  constructor(private replacePrice: ReplaceOptionPrice) {}

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(replaceOptionPriceBody)
    const { value_id, amount, setup_amount, tiered, hourly, valid_from, ...place } = body
    const optionId = readId('option', ctx.params.id)
    const valueId = value_id ? readId('optionValue', value_id) : null
    if (!optionId) return refuseChange(ctx, 'option_not_found')
    if (value_id && !valueId) return refuseChange(ctx, 'value_not_found')
    if (valid_from && !isCalendarDate(valid_from)) return refuseChange(ctx, 'valid_from_invalid')
    refuseHugePrice(ctx, body)
    const result = await this.replacePrice.execute({
      ...place,
      optionId,
      valueId,
      amount: BigInt(amount ?? '0'),
      setupAmount: BigInt(setup_amount ?? '0'),
      hourly: readAskedHourly(hourly),
      tiers: tiered ? readScale(tiered) : null,
      validFrom: valid_from,
    })
    if (result.ok) return answerWithProductOf(optionId)
    return result.error.type === 'version_refused'
      ? refuseVersion(ctx, result.error.faults)
      : refuseChange(ctx, result.error.type)
  }
}
