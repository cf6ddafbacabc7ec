import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readRecordId } from '#app/shared/http/record_id'
import { WriteOffInvoice } from '#app/billing/actions/write_off_invoice'
import { answerClosing } from '#app/billing/http/admin/closing_answer'
import { reasonForm } from '#app/billing/http/admin/reason_form'

/** Gives up on an invoice that will not be paid. */
@inject()
export default class InvoiceWriteOffsController {
  constructor(private action: WriteOffInvoice) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const result = await this.action.execute({ invoiceId: readRecordId(ctx, 'invoice'), reason })
    return answerClosing(ctx, result, 'staff_notices.invoice_written_off')
  }
}
