import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readRecordId } from '#app/shared/http/record_id'
import { answerWithDocument } from '#app/billing/http/page_document'
import { findCreditNoteDocument } from '#app/billing/queries/find_invoice_document'

/** One's own credit note, as PDF and as an e-invoice. */
export default class CreditNoteDocumentsController {
  async show(ctx: HttpContext) {
    return answerWithDocument(
      ctx,
      await findCreditNoteDocument(readRecordId(ctx, 'creditNote'), visibleCustomer(ctx.caller!))
    )
  }
}
