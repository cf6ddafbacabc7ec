import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { isCalendarDate } from '#app/shared/time/calendar'
import { PromisePayment, type PromisePaymentError } from '#app/billing/actions/promise_payment'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { showInvoiceDetails } from '#app/billing/http/transformers/invoice_transformers'
import { promiseForm } from '#app/billing/http/validators/invoice_validators'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** Promises to pay, kept by staff. */
@inject()
export default class InvoicePromisesController {
  constructor(private promisePayment: PromisePayment) {}

  async update(ctx: HttpContext) {
    const { until, reason } = await ctx.request.validateUsing(promiseForm)
    if (!isCalendarDate(until)) refuseField('until', 'There is no such day.')
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const kept = await this.promisePayment.keep({ invoiceId, until, reason })
    return kept.ok ? showInvoiceDetails((await findInvoice(invoiceId, null))!) : this.refuse(ctx, kept.error)
  }

  async destroy(ctx: HttpContext) {
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const lifted = await this.promisePayment.lift({ invoiceId })
    return lifted.ok
      ? showInvoiceDetails((await findInvoice(invoiceId, null))!)
      : this.refuse(ctx, lifted.error)
  }

  private refuse(ctx: HttpContext, error: PromisePaymentError): void {
    switch (error.type) {
      case 'invoice_not_found':
        return sendInvoiceNotFound(ctx)
      case 'invoice_not_open':
        return sendProblem(ctx, {
          status: 409,
          code: error.type,
          detail: `The invoice is ${error.status}: nothing is to be paid.`,
        })
      case 'with_agency':
        return sendProblem(ctx, {
          status: 409,
          code: error.type,
          detail: 'A collection agency has this invoice.',
        })
      case 'nothing_promised':
        return sendProblem(ctx, { status: 409, code: error.type, detail: 'There is no promise to end.' })
      case 'promise_in_the_past':
        return refuseField('until', 'The day has passed: choose today or a later one.')
      case 'promise_too_far':
        return refuseField('until', `The day is too far away: ${error.latest} is the latest.`)
      default:
        return unreachable(error)
    }
  }
}
