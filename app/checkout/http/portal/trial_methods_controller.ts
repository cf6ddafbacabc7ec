import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConfirmTrialMethod } from '#app/checkout/actions/confirm_trial_method'
import { trialMethodBody } from '#app/checkout/http/checkout_validators'
import { findVisibleOrder } from '#app/checkout/queries/find_order_page'
import { FinishMethodSetup } from '#app/payments/index'
import { nothingHere, ownCustomer, tell } from '#app/shared/http/portal_answers'
import { newId, readId, showId } from '#app/shared/ids'

/** Beginning free days with a saved method, or with a card that was just entered. The order's page says what became of it. */
@inject()
export default class TrialMethodsController {
  constructor(
    private confirmMethod: ConfirmTrialMethod,
    private finishSetup: FinishMethodSetup
  ) {}

  async store(ctx: HttpContext) {
    const { payment_method_id } = await ctx.request.validateUsing(trialMethodBody)
    const orderId = await findOwnOrder(ctx)
    return this.confirm(ctx, {
      orderId,
      paymentMethodId: readId('paymentMethod', payment_method_id) ?? newId(),
    })
  }

  /** Where the customer comes back to from the card form or their bank. */
  async show(ctx: HttpContext) {
    const orderId = await findOwnOrder(ctx)
    const setupId = readId('methodSetup', ctx.params.setup)
    const finished = setupId && (await this.finishSetup.execute({ setupId, customerId: ownCustomer(ctx) }))
    if (!finished || (!finished.ok && finished.error.type === 'setup_not_found')) return nothingHere(ctx)
    if (finished.ok && finished.value.paymentMethodId)
      return this.confirm(ctx, { orderId, paymentMethodId: finished.value.paymentMethodId })
    const hasFailed = finished.ok && finished.value.failure
    if (hasFailed) tell(ctx, 'error', 'payments.methods.failed')
    else tell(ctx, 'info', 'payments.methods.pending')
    return backToOrder(ctx, orderId)
  }

  private async confirm(ctx: HttpContext, input: { orderId: string; paymentMethodId: string }) {
    const result = await this.confirmMethod.execute({ ...input, customerId: ownCustomer(ctx) })
    if (result.ok) tell(ctx, 'success', 'checkout.trial.confirmed')
    else tell(ctx, 'error', `checkout.trial.refused.${result.error.type}`)
    return backToOrder(ctx, input.orderId)
  }
}

async function findOwnOrder(ctx: HttpContext): Promise<string> {
  const id = readId('order', ctx.params.id)
  const found = id ? await findVisibleOrder(ctx.caller!, id) : null
  return found?.order.id ?? nothingHere(ctx)
}

function backToOrder(ctx: HttpContext, orderId: string): void {
  return ctx.response.redirect().toPath(`/orders/${showId('order', orderId)}`)
}
