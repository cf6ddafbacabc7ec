import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { RequestTaxIdCheck } from '#app/billing/actions/request_tax_id_check'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showTaxId } from '#app/billing/http/transformers/tax_transformers'

/** Has the authority asked again about a tax id. */
@inject()
export default class TaxIdChecksController {
  constructor(
    private clock: Clock,
    private requestCheck: RequestTaxIdCheck
  ) {}

  async store(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    if (!customerId) return sendTaxRefusal(ctx, { type: 'customer_not_found' })
    const result = await this.requestCheck.execute({ customerId })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.status(202).send(showTaxId(result.value, { canBeAsked: true, now: this.clock.now() }))
  }
}
