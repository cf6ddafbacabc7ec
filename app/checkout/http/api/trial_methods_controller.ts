import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConfirmTrialMethod } from '#app/checkout/actions/confirm_trial_method'
import { trialMethodBody } from '#app/checkout/http/checkout_validators'
import { presentOrder } from '#app/checkout/http/order_transformer'
import { refuseTrialMethod } from '#app/checkout/http/refuse_trial_method'
import { visibleCustomer } from '#app/shared/http/caller'
import { newId, readId } from '#app/shared/ids'

/** The saved method with which the free days of an order begin. Nothing is charged. */
@inject()
export default class TrialMethodsController {
  constructor(private confirmMethod: ConfirmTrialMethod) {}

  async store(ctx: HttpContext) {
    const { payment_method_id } = await ctx.request.validateUsing(trialMethodBody)
    const result = await this.confirmMethod.execute({
      orderId: readId('order', ctx.params.id) ?? newId(),
      customerId: visibleCustomer(ctx.caller!)!,
      paymentMethodId: readId('paymentMethod', payment_method_id) ?? newId(),
    })
    return result.ok ? presentOrder(result.value) : refuseTrialMethod(ctx, result.error)
  }
}
