import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { RemoveMethod } from '#app/payments/actions/remove_method'
import { SetDefaultMethod } from '#app/payments/actions/set_default_method'
import { sendMethodNotFound } from '#app/payments/http/api/payment_refusals'
import { showPaymentMethod } from '#app/payments/http/transformers/method_transformers'
import { listPaymentMethods } from '#app/payments/queries/list_payment_methods'

/** The cards that a customer lets us keep. */
@inject()
export default class PaymentMethodsController {
  constructor(
    private remove: RemoveMethod,
    private makeDefault: SetDefaultMethod
  ) {}

  async index(ctx: HttpContext) {
    const methods = await listPaymentMethods(visibleCustomer(ctx.caller!)!)
    return { data: methods.map(showPaymentMethod), next_cursor: null }
  }

  async update(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!)!
    const paymentMethodId = readId('paymentMethod', ctx.params.id)
    const result = paymentMethodId && (await this.makeDefault.execute({ customerId, paymentMethodId }))
    if (!result || !result.ok) return sendMethodNotFound(ctx)
    const methods = await listPaymentMethods(customerId)
    return showPaymentMethod(methods.find(({ id }) => id === paymentMethodId)!)
  }

  async destroy(ctx: HttpContext) {
    const paymentMethodId = readId('paymentMethod', ctx.params.id)
    const removed =
      paymentMethodId &&
      (await this.remove.execute({ customerId: visibleCustomer(ctx.caller!)!, paymentMethodId }))
    if (!removed || !removed.ok) return sendMethodNotFound(ctx)
    ctx.response.noContent()
  }
}
