import type { HttpContext } from '@adonisjs/core/http'
import { readRecordId } from '#app/shared/http/record_id'
import { answerWithDocument } from '#app/billing/http/page_document'
import { findCreditNoteDocument } from '#app/billing/queries/find_invoice_document'

/** The credit note as the customer has it, in every form. */
export default class CreditNoteDocumentsController {
  async show(ctx: HttpContext) {
    return answerWithDocument(ctx, await findCreditNoteDocument(readRecordId(ctx, 'creditNote'), null))
  }
}
