import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { EndTaxRate } from '#app/billing/actions/end_tax_rate'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { endOnDay } from '#app/billing/http/validators/tax_validators'

/** Ends a rate, or takes back one that has not begun. */
@inject()
export default class TaxRateEndingsController {
  constructor(private end: EndTaxRate) {}

  async store(ctx: HttpContext) {
    const { valid_until: on } = await ctx.request.validateUsing(endOnDay)
    const id = readId('taxRate', ctx.params.id)
    if (!id) return sendTaxRefusal(ctx, { type: 'tax_rate_not_found' })
    const result = await this.end.execute({ id, on })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.noContent()
  }
}
