import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { AddTaxExemption } from '#app/billing/actions/add_tax_exemption'
import { readExemption } from '#app/billing/http/read_tax_forms'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { addTaxExemption } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxExemptionsController {
  constructor(private add: AddTaxExemption) {}

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(addTaxExemption)
    const customerId = readRecordId(ctx, 'customer')
    const result = await this.add.execute({
      ...readExemption(body),
      customerId,
      createdBy: ctx.caller!.userId,
    })
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.exemption_added')
  }
}
