import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { answerDocument } from '#app/billing/http/api/document_endpoint'
import { sendCreditNoteNotFound } from '#app/billing/http/api/credit_refusals'
import { findCreditNoteDocument } from '#app/billing/queries/find_invoice_document'

/** The credit note as a document: for people as PDF, for programs as an e-invoice. */
export default class CreditNoteDocumentsController {
  async show(ctx: HttpContext) {
    const id = readId('creditNote', ctx.params.id)
    const find = async () => (id ? findCreditNoteDocument(id, visibleCustomer(ctx.caller!)) : null)
    return answerDocument(ctx, find, sendCreditNoteNotFound)
  }
}
