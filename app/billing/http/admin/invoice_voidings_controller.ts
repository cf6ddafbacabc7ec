import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readRecordId } from '#app/shared/http/record_id'
import { VoidInvoice } from '#app/billing/actions/void_invoice'
import { answerClosing } from '#app/billing/http/admin/closing_answer'
import { reasonForm } from '#app/billing/http/admin/reason_form'

/** Takes an unpaid invoice back. */
@inject()
export default class InvoiceVoidingsController {
  constructor(private action: VoidInvoice) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const result = await this.action.execute({ invoiceId: readRecordId(ctx, 'invoice'), reason })
    return answerClosing(ctx, result, 'staff_notices.invoice_voided')
  }
}
