import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { AddTaxRegistration } from '#app/billing/actions/add_tax_registration'
import { readRegistration } from '#app/billing/http/read_tax_forms'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { addTaxRegistration } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxRegistrationsController {
  constructor(private add: AddTaxRegistration) {}

  async store(ctx: HttpContext) {
    const result = await this.add.execute(
      readRegistration(await ctx.request.validateUsing(addTaxRegistration))
    )
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.registration_added')
  }
}
