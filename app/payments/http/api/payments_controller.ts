import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { filterId, readId } from '#app/shared/ids'
import { CancelPayment } from '#app/payments/actions/cancel_payment'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { sendPaymentNotFound } from '#app/payments/http/api/payment_refusals'
import { showPaymentFile, showStaffPayment } from '#app/payments/http/transformers/staff_payment_transformers'
import { acceptPaymentForm, listPaymentsQuery } from '#app/payments/http/validators/payment_validators'
import { listPayments } from '#app/payments/queries/list_payments'
import { findPaymentFor } from '#app/payments/queries/find_payment_for'
import { showPaymentToStaff } from '#app/payments/queries/read_payment_file'

/** All payments, for staff. */
@inject()
export default class PaymentsController {
  constructor(
    private refreshPayment: RefreshPayment,
    private cancelPayment: CancelPayment,
    private warnOfPayment: WarnOfPayment
  ) {}

  async index(ctx: HttpContext) {
    const filters = await ctx.request.validateUsing(listPaymentsQuery)
    const page = await listPayments({
      customerId: filterId('customer', filters.customer_id),
      invoiceId: filterId('invoice', filters.invoice_id),
      orderId: filterId('order', filters.order_id),
      status: filters.status ?? null,
      isWarned: filters.warned ?? false,
      before: filters.cursor ?? null,
      size: pageSize(filters.limit),
    })
    return toListAnswer(page, showStaffPayment)
  }

  async show(ctx: HttpContext) {
    const id = readId('payment', ctx.params.id)
    const file = id && (await showPaymentToStaff(id))
    return file ? showPaymentFile(file) : sendPaymentNotFound(ctx)
  }

  async refresh(ctx: HttpContext) {
    const id = readId('payment', ctx.params.id)
    const refreshed = id && (await this.refreshPayment.execute({ paymentId: id }))
    return refreshed && refreshed.ok ? this.answer(ctx, refreshed.value.payment.id) : sendPaymentNotFound(ctx)
  }

  /** Lets go what the bank holds; money that was taken already is not given back here. */
  async cancel(ctx: HttpContext) {
    const id = readId('payment', ctx.params.id)
    const cancelled = id && (await this.cancelPayment.execute({ paymentId: id }))
    if (!cancelled || (!cancelled.ok && cancelled.error.type === 'payment_not_found'))
      return sendPaymentNotFound(ctx)
    if (!cancelled.ok) {
      return sendProblem(ctx, {
        status: 409,
        code: 'not_cancellable',
        detail: 'This payment has ended or is being taken.',
      })
    }
    await this.refreshPayment.execute({ paymentId: id })
    return this.answer(ctx, id)
  }

  /** Lets a payment stand that looks risky or is reported as fraud. */
  async accept(ctx: HttpContext) {
    const { note = null } = await ctx.request.validateUsing(acceptPaymentForm)
    const paymentId = readId('payment', ctx.params.id)
    if (!paymentId) return sendPaymentNotFound(ctx)
    const { userId } = ctx.caller!
    const accepted = await this.warnOfPayment.accept({ paymentId, userId, note })
    if (accepted.ok) return this.answer(ctx, paymentId)
    if (accepted.error.type === 'payment_not_found') return sendPaymentNotFound(ctx)
    const detail = 'Nothing is to be decided about this payment.'
    return sendProblem(ctx, { status: 409, code: 'nothing_to_decide', detail })
  }

  private async answer(ctx: HttpContext, id: string) {
    const payment = await findPaymentFor({ id, customerId: null })
    return payment ? showStaffPayment(payment) : sendPaymentNotFound(ctx)
  }
}
