import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { ConfirmTaxId } from '#app/billing/actions/confirm_tax_id'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { confirmTaxId } from '#app/billing/http/validators/tax_validators'

@inject()
export default class TaxIdConfirmationsController {
  constructor(private confirm: ConfirmTaxId) {}

  async store(ctx: HttpContext) {
    const { proof } = await ctx.request.validateUsing(confirmTaxId)
    const customerId = readRecordId(ctx, 'customer')
    const result = await this.confirm.execute({ customerId, userId: ctx.caller!.userId, proof })
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.tax_id_confirmed')
  }
}
