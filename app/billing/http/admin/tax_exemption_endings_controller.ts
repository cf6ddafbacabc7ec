import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { EndTaxExemption } from '#app/billing/actions/end_tax_exemption'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { endOnDay } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxExemptionEndingsController {
  constructor(private end: EndTaxExemption) {}

  async store(ctx: HttpContext) {
    const { valid_until: on } = await ctx.request.validateUsing(endOnDay)
    const result = await this.end.execute({ id: readRecordId(ctx, 'taxExemption'), on })
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.exemption_ended')
  }
}
