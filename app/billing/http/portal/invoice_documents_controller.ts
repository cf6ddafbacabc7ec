import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readRecordId } from '#app/shared/http/record_id'
import { answerWithDocument } from '#app/billing/http/page_document'
import { findInvoiceDocument } from '#app/billing/queries/find_invoice_document'

/** One's own invoice, as PDF and as an e-invoice. */
export default class InvoiceDocumentsController {
  async show(ctx: HttpContext) {
    return answerWithDocument(
      ctx,
      await findInvoiceDocument(readRecordId(ctx, 'invoice'), visibleCustomer(ctx.caller!))
    )
  }
}
