import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { BeginTopUp } from '#app/payments/actions/begin_top_up'
import { consentOf } from '#app/payments/http/consent'
import { refuseBeginning } from '#app/payments/http/api/payment_refusals'
import { refuseTopUp } from '#app/payments/http/api/top_up_refusals'
import { showPaymentWithForm } from '#app/payments/http/transformers/payment_transformers'
import { describeBegunPayment } from '#app/payments/queries/describe_begun_payment'
import { readGatewayId } from '#app/payments/http/gateway_choice'
import { topUpForm } from '#app/payments/http/validators/payment_validators'

/** Money that a customer adds to their balance. */
@inject()
export default class TopUpsController {
  constructor(private begin: BeginTopUp) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(topUpForm)
    const customerId = visibleCustomer(ctx.caller!)!
    const { currency } = (await findCustomer(customerId))!
    const { payment_method_id: method } = form
    const paymentMethodId = method ? readId('paymentMethod', method) : null
    if (method && !paymentMethodId) return refuseBeginning(ctx, { type: 'method_not_found' })
    const begun = await this.begin.execute({
      customerId,
      money: { amount: BigInt(form.amount), currency },
      paymentMethodId,
      gatewayId: readGatewayId(form.gateway_id),
      consent: form.save_method ? consentOf(ctx) : null,
      requestKey: form.request_key ?? null,
    })
    return begun.ok
      ? showPaymentWithForm(await describeBegunPayment(begun.value))
      : refuseTopUp(ctx, begun.error, currency)
  }
}
