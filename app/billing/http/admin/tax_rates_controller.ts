import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { AddTaxRate } from '#app/billing/actions/add_tax_rate'
import { readRate } from '#app/billing/http/read_tax_forms'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { addTaxRate } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxRatesController {
  constructor(private add: AddTaxRate) {}

  async store(ctx: HttpContext) {
    const result = await this.add.execute(readRate(await ctx.request.validateUsing(addTaxRate)))
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    const isFollowed = result.value.continued.length > 0
    return goBackWith(ctx, 'success', `billing.tax.notices.${isFollowed ? 'rate_inserted' : 'rate_added'}`)
  }
}
