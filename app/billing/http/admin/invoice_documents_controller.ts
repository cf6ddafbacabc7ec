import type { HttpContext } from '@adonisjs/core/http'
import { readRecordId } from '#app/shared/http/record_id'
import { answerWithDocument } from '#app/billing/http/page_document'
import { findInvoiceDocument } from '#app/billing/queries/find_invoice_document'

/** The invoice as the customer has it, in every form. */
export default class InvoiceDocumentsController {
  async show(ctx: HttpContext) {
    return answerWithDocument(ctx, await findInvoiceDocument(readRecordId(ctx, 'invoice'), null))
  }
}
