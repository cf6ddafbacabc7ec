import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { sendProblem } from '#app/shared/http/problem'
import { newId, readId } from '#app/shared/ids'
import { ChargeTopUp } from '#app/payments/actions/charge_top_up'
import { refuseChargedTopUp, refuseSavedMethod } from '#app/payments/http/api/top_up_refusals'
import { showPayment } from '#app/payments/http/transformers/payment_transformers'
import { chargeTopUpForm } from '#app/payments/http/validators/payment_validators'
import { describeBegunPayment } from '#app/payments/queries/describe_begun_payment'

/** Money that staff add to a customer's balance by a saved method of theirs. */
@inject()
export default class CustomerTopUpsController {
  constructor(private charge: ChargeTopUp) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(chargeTopUpForm)
    const customerId = readId('customer', ctx.params.id)
    const customer = customerId ? await findCustomer(customerId) : null
    if (!customer) return sendCustomerNotFound(ctx)
    const { payment_method_id: method } = form
    const paymentMethodId = method ? readId('paymentMethod', method) : null
    if (method && !paymentMethodId) return refuseSavedMethod(ctx)
    const { currency } = customer
    const charged = await this.charge.execute({
      customerId: customer.id,
      money: { amount: BigInt(form.amount), currency },
      paymentMethodId,
      requestKey: form.request_key ?? newId(),
    })
    return charged.ok
      ? showPayment((await describeBegunPayment(charged.value)).payment)
      : refuseChargedTopUp(ctx, charged.error, currency)
  }
}

function sendCustomerNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
}
