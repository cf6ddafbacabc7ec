import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { VoidInvoice } from '#app/billing/actions/void_invoice'
import { reasonForm } from '#app/billing/http/admin/reason_form'

/** Takes an unpaid invoice back. */
@inject()
export default class InvoiceVoidingsController {
  constructor(private action: VoidInvoice) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const result = await this.action.execute({ invoiceId: readRecordId(ctx, 'invoice'), reason })
    if (result.ok) return goBackWith(ctx, 'success', 'reporting.notices.invoice_voided')
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
