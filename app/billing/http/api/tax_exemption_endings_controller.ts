import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { EndTaxExemption } from '#app/billing/actions/end_tax_exemption'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { endOnDay } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxExemptionEndingsController {
  constructor(private end: EndTaxExemption) {}

  async store(ctx: HttpContext) {
    const { valid_until: on } = await ctx.request.validateUsing(endOnDay)
    const id = readId('taxExemption', ctx.params.id)
    if (!id) return sendTaxRefusal(ctx, { type: 'tax_exemption_not_found' })
    const result = await this.end.execute({ id, on })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.noContent()
  }
}
