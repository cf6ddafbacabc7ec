import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { OrderMethods } from '#app/payments/actions/order_methods'
import { RemoveMethod } from '#app/payments/actions/remove_method'
import { SetDefaultMethod } from '#app/payments/actions/set_default_method'
import { sendMethodNotFound } from '#app/payments/http/api/payment_refusals'
import { showPaymentMethod } from '#app/payments/http/transformers/method_transformers'
import { methodOrder } from '#app/payments/http/validators/payment_validators'
import { listPaymentMethods } from '#app/payments/queries/list_payment_methods'

/** The cards that a customer lets us keep. */
@inject()
export default class PaymentMethodsController {
  constructor(
    private remove: RemoveMethod,
    private makeDefault: SetDefaultMethod,
    private orderMethods: OrderMethods
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

  async order(ctx: HttpContext) {
    const { payment_method_ids: shown } = await ctx.request.validateUsing(methodOrder)
    const customerId = visibleCustomer(ctx.caller!)!
    const paymentMethodIds = shown.map((id) => readId('paymentMethod', id) ?? id)
    const placed = await this.orderMethods.execute({ customerId, paymentMethodIds })
    if (placed.ok) return { data: placed.value.map(showPaymentMethod), next_cursor: null }
    const detail = 'Name each saved payment method once. The list has changed meanwhile, perhaps.'
    sendProblem(ctx, {
      status: 422,
      code: placed.error,
      detail,
      errors: [{ field: 'payment_method_ids', message: detail }],
    })
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
