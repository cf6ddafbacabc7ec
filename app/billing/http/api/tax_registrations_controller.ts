import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AddTaxRegistration } from '#app/billing/actions/add_tax_registration'
import { readRegistration } from '#app/billing/http/read_tax_forms'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showRegistration } from '#app/billing/http/transformers/tax_transformers'
import { addTaxRegistration } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxRegistrationsController {
  constructor(private add: AddTaxRegistration) {}

  async store(ctx: HttpContext) {
    const result = await this.add.execute(
      readRegistration(await ctx.request.validateUsing(addTaxRegistration))
    )
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.status(201).send(showRegistration(result.value))
  }
}
