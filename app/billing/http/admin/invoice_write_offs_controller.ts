import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { WriteOffInvoice } from '#app/billing/actions/write_off_invoice'
import { reasonForm } from '#app/billing/http/admin/reason_form'

/** Gives up on an invoice that will not be paid. */
@inject()
export default class InvoiceWriteOffsController {
  constructor(private action: WriteOffInvoice) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const result = await this.action.execute({ invoiceId: readRecordId(ctx, 'invoice'), reason })
    if (result.ok) return goBackWith(ctx, 'success', 'reporting.notices.invoice_written_off')
    const { type } = result.error
    switch (type) {
      case 'invoice_not_found':
        throw notFound(ctx)
      case 'invoice_not_open':
        return goBackWith(ctx, 'error', 'reporting.notices.invoice_not_open')
      case 'payment_under_way':
        return goBackWith(ctx, 'error', 'reporting.notices.invoice_payment_under_way')
      default:
        return unreachable(type)
    }
  }
}
