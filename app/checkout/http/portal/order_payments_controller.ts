import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import {
  BeginOrderPayment,
  describeBegunPayment,
  readGatewayId,
  refuseBeginning,
  showPaymentWithForm,
} from '#app/payments/index'
import { findPaymentOfOrder } from '#app/checkout/queries/find_payment_of_order'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { newId, readId } from '#app/shared/ids'

const paymentForm = vine.create({
  payment_method_id: vine.string().maxLength(40).nullable().optional(),
  gateway_id: vine.string().maxLength(40).nullable().optional(),
})

/** Money that is there or coming: whoever asks how far the payment is, is told so. */
const onItsWay = new Set<string>(['authorised', 'processing', 'succeeded', 'unknown'])

/** Beginning to pay an order, and asking how far its payment is: the same call, which never makes a second payment. */
@inject()
export default class OrderPaymentsController {
  constructor(private beginPayment: BeginOrderPayment) {}

  async store(ctx: HttpContext) {
    const { payment_method_id, gateway_id } = await ctx.request.validateUsing(paymentForm)
    const orderId = readId('order', ctx.params.id) ?? newId()
    const result = await this.beginPayment.execute({
      orderId,
      customerId: visibleCustomer(ctx.caller!)!,
      paymentMethodId: payment_method_id ? (readId('paymentMethod', payment_method_id) ?? newId()) : null,
      gatewayId: readGatewayId(gateway_id),
      consent: {
        text: ctx.i18n.t('checkout.pay.note'),
        ip: ctx.request.ip(),
        userAgent: ctx.request.header('user-agent')?.slice(0, 500) ?? null,
      },
    })
    if (result.ok) return ctx.response.send({ data: showPaymentWithForm(await describeBegunPayment(result.value)) }) // prettier-ignore
    const made = result.error.type === 'not_payable' ? await findPaymentOfOrder(orderId) : null
    if (made && onItsWay.has(made.status))
      return ctx.response.send({ data: showPaymentWithForm({ payment: made, form: null, page: null }) })
    if (result.error.type === 'below_smallest_charge') return refuseBeginning(ctx, result.error)
    return sendProblem(ctx, {
      status: result.error.type === 'debt_not_found' ? 404 : 409,
      code: result.error.type,
      detail: ctx.i18n.t('checkout.pay.unavailable'),
    })
  }
}
