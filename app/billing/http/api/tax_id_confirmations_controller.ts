import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { ConfirmTaxId } from '#app/billing/actions/confirm_tax_id'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showTaxId } from '#app/billing/http/transformers/tax_transformers'
import { confirmTaxId } from '#app/billing/http/validators/tax_validators'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'

/** Staff vouch for a tax id, with how they know. */
@inject()
export default class TaxIdConfirmationsController {
  constructor(
    private clock: Clock,
    private confirm: ConfirmTaxId
  ) {}

  async store(ctx: HttpContext) {
    const { proof } = await ctx.request.validateUsing(confirmTaxId)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return sendTaxRefusal(ctx, { type: 'customer_not_found' })
    const result = await this.confirm.execute({ customerId, userId: ctx.caller!.userId, proof })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    const canBeAsked = taxIdAuthorityFor(result.value.country, customerId) !== null
    return showTaxId(result.value, { canBeAsked, now: this.clock.now() })
  }
}
