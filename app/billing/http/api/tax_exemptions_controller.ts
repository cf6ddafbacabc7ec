import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { AddTaxExemption } from '#app/billing/actions/add_tax_exemption'
import { readExemption } from '#app/billing/http/read_tax_forms'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showExemption } from '#app/billing/http/transformers/tax_transformers'
import { addTaxExemption } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxExemptionsController {
  constructor(private add: AddTaxExemption) {}

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(addTaxExemption)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return sendTaxRefusal(ctx, { type: 'customer_not_found' })
    const result = await this.add.execute({
      ...readExemption(body),
      customerId,
      createdBy: ctx.caller!.userId,
    })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.status(201).send(showExemption(result.value))
  }
}
