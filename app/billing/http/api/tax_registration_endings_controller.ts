import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { EndTaxRegistration } from '#app/billing/actions/end_tax_registration'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { endOnDay } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxRegistrationEndingsController {
  constructor(private end: EndTaxRegistration) {}

  async store(ctx: HttpContext) {
    const { valid_until: on } = await ctx.request.validateUsing(endOnDay)
    const id = readId('taxRegistration', ctx.params.id)
    if (!id) return sendTaxRefusal(ctx, { type: 'tax_registration_not_found' })
    const result = await this.end.execute({ id, on })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.noContent()
  }
}
