import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { isCalendarDate } from '#app/shared/time/calendar'
import {
  RecordReceivedPayment,
  type RecordReceivedPaymentError,
} from '#app/billing/actions/record_received_payment'
import { sendCustomerNotFound } from '#app/billing/http/api/customer_refusals'
import { type Asked, refusePlan } from '#app/billing/http/api/pay_refusals'
import { showReceivedPayment } from '#app/billing/http/transformers/balance_transformers'
import { balanceQuery, nobody, receivedPaymentForm } from '#app/billing/http/validators/payment_validators'
import { listReceivedPayments } from '#app/billing/queries/list_received_payments'

/** Money that came in beside the gateways, recorded by staff. */
@inject()
export default class ReceivedPaymentsController {
  constructor(private record: RecordReceivedPayment) {}

  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(balanceQuery)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId || !(await findCustomer(customerId))) return sendCustomerNotFound(ctx)
    const page = await listReceivedPayments({ customerId, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showReceivedPayment)
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(receivedPaymentForm)
    if (!isCalendarDate(form.received_on)) refuseField('received_on', 'There is no such day.')
    const customerId = readId('customer', ctx.params.id)
    const customer = customerId && (await findCustomer(customerId))
    if (!customerId || !customer) return sendCustomerNotFound(ctx)
    refuseHuge(ctx, customer.currency, { amount: BigInt(form.amount) })
    const invoiceIds = form.invoice_ids?.map((id) => readId('invoice', id) ?? nobody) ?? null
    const recorded = await this.record.execute({
      customerId,
      method: form.method,
      amount: BigInt(form.amount),
      receivedOn: form.received_on,
      reference: form.reference,
      note: form.note ?? null,
      invoiceIds,
    })
    if (!recorded.ok) {
      const wishes = (invoiceIds ?? []).map((invoiceId) => ({ invoiceId, amount: null }))
      return this.refuse(ctx, recorded.error, { wishes, currency: customer.currency })
    }
    ctx.response.status(201)
    return showReceivedPayment(recorded.value)
  }

  private refuse(ctx: HttpContext, error: RecordReceivedPaymentError, asked: Asked): void {
    switch (error.type) {
      case 'customer_not_found':
        return sendCustomerNotFound(ctx)
      case 'received_in_the_future':
        return refuseField('received_on', ctx.i18n.t('balance.received.in_the_future'))
      case 'received_too_long_ago':
        return refuseField('received_on', ctx.i18n.t('balance.received.too_long_ago'))
      case 'already_recorded':
        return refuseField('reference', ctx.i18n.t('balance.received.already_recorded'))
      case 'payment_under_way':
        return sendProblem(ctx, {
          status: 409,
          code: error.type,
          detail: ctx.i18n.t('balance.received.payment_under_way'),
        })
      default:
        return refusePlan(ctx, error, asked)
    }
  }
}
