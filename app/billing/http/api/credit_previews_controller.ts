import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { CreditInvoice } from '#app/billing/actions/credit_invoice'
import { refuseCredit } from '#app/billing/http/api/credit_refusals'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { showCreditPreview } from '#app/billing/http/transformers/credit_note_transformers'
import { creditPreviewForm, readWish } from '#app/billing/http/validators/credit_note_validators'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** What a credit note would say; nothing is written. */
@inject()
export default class CreditPreviewsController {
  constructor(private creditInvoice: CreditInvoice) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(creditPreviewForm)
    const invoiceId = readId('invoice', ctx.params.id)
    const found = invoiceId ? await findInvoice(invoiceId, null) : null
    if (!invoiceId || !found) return sendInvoiceNotFound(ctx)
    const result = await this.creditInvoice.preview({ invoiceId, wish: readWish(form) })
    if (!result.ok) return refuseCredit(ctx, result.error)
    return showCreditPreview(result.value, found.invoice.currency)
  }
}
