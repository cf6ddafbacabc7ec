import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { BeginInvoicePayment } from '#app/payments/actions/begin_invoice_payment'
import { refuseBeginning } from '#app/payments/http/api/payment_refusals'
import { consentOf } from '#app/payments/http/consent'
import { showPaymentWithForm } from '#app/payments/http/transformers/payment_transformers'
import { describeBegunPayment } from '#app/payments/queries/describe_begun_payment'
import { readGatewayId } from '#app/payments/http/gateway_choice'
import { beginPayment } from '#app/payments/http/validators/payment_validators'

/** Payments of one invoice. */
@inject()
export default class InvoicePaymentsController {
  constructor(private begin: BeginInvoicePayment) {}

  async store(ctx: HttpContext) {
    const invoiceId = readId('invoice', ctx.params.id)
    const form = await ctx.request.validateUsing(beginPayment)
    const { payment_method_id: method, save_method: saves } = form
    const paymentMethodId = method ? readId('paymentMethod', method) : null
    if (!invoiceId) return refuseBeginning(ctx, { type: 'debt_not_found' })
    if (method && !paymentMethodId) return refuseBeginning(ctx, { type: 'method_not_found' })
    const consent = saves ? consentOf(ctx) : null
    const begun = await this.begin.execute({
      invoiceId,
      customerId: visibleCustomer(ctx.caller!)!,
      paymentMethodId,
      gatewayId: readGatewayId(form.gateway_id),
      consent,
    })
    return begun.ok
      ? showPaymentWithForm(await describeBegunPayment(begun.value))
      : refuseBeginning(ctx, begun.error)
  }
}
