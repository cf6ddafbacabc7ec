import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer, tell } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import { FinishMethodSetup } from '#app/payments/actions/finish_method_setup'

/** Where a customer comes back to after the gateway's form or page, or their bank: the gateway is asked what became of it. */
@inject()
export default class MethodSetupReturnsController {
  constructor(private finish: FinishMethodSetup) {}

  async show(ctx: HttpContext) {
    const setupId = readId('methodSetup', ctx.params.id)
    const finished = setupId && (await this.finish.execute({ setupId, customerId: ownCustomer(ctx) }))
    if (!finished || (!finished.ok && finished.error.type === 'setup_not_found')) return nothingHere(ctx)
    if (!finished.ok) tell(ctx, 'info', 'payments.methods.pending')
    else if (finished.value.status === 'succeeded') tell(ctx, 'success', 'payments.methods.saved')
    else if (ctx.request.input('cancelled')) tell(ctx, 'info', 'payments.methods.not_added')
    else if (finished.value.failure) tell(ctx, 'error', 'payments.methods.failed')
    else tell(ctx, 'info', 'payments.methods.pending')
    return ctx.response.redirect().toPath('/payment-methods')
  }
}
