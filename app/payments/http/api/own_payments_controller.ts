import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { sendPaymentNotFound } from '#app/payments/http/api/payment_refusals'
import { showPayment, showPaymentWithForm } from '#app/payments/http/transformers/payment_transformers'
import { listOwnPaymentsQuery } from '#app/payments/http/validators/payment_validators'
import { describeBegunPayment } from '#app/payments/queries/describe_begun_payment'
import { findPaymentFor } from '#app/payments/queries/find_payment_for'
import { listPayments } from '#app/payments/queries/list_payments'

/** A customer's own payments. */
@inject()
export default class OwnPaymentsController {
  constructor(private refreshPayment: RefreshPayment) {}

  async index(ctx: HttpContext) {
    const { cursor, limit, status } = await ctx.request.validateUsing(listOwnPaymentsQuery)
    const page = await listPayments({
      customerId: visibleCustomer(ctx.caller!)!,
      status: status ?? null,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showPayment)
  }

  async show(ctx: HttpContext) {
    const payment = await this.find(ctx)
    return payment ? showPayment(payment) : sendPaymentNotFound(ctx)
  }

  /** The customer is back from the bank: we ask the gateway and believe nothing that the address bar says. */
  async refresh(ctx: HttpContext) {
    const payment = await this.find(ctx)
    const refreshed = payment && (await this.refreshPayment.execute({ paymentId: payment.id }))
    return refreshed?.ok
      ? showPaymentWithForm(await describeBegunPayment(refreshed.value))
      : sendPaymentNotFound(ctx)
  }

  private find(ctx: HttpContext) {
    const id = readId('payment', ctx.params.id)
    return id ? findPaymentFor({ id, customerId: visibleCustomer(ctx.caller!)! }) : null
  }
}
