import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { RequestTaxIdCheck } from '#app/billing/actions/request_tax_id_check'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'

@inject()
export default class TaxIdChecksController {
  constructor(private requestCheck: RequestTaxIdCheck) {}

  async store(ctx: HttpContext) {
    const result = await this.requestCheck.execute({ customerId: readRecordId(ctx, 'customer') })
    if (result.ok) return goBackWith(ctx, 'info', 'billing.tax.notices.check_requested')
    if (result.error.type === 'nobody_to_ask')
      return goBackWith(ctx, 'error', 'validator.tax_refused.nobody_to_ask')
    return refuseTaxForm(ctx, result.error)
  }
}
