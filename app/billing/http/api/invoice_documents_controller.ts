import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { answerDocument } from '#app/billing/http/api/document_endpoint'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { findInvoiceDocument } from '#app/billing/queries/find_invoice_document'

/** The invoice as a document: for people as PDF, for programs as an e-invoice. */
export default class InvoiceDocumentsController {
  async show(ctx: HttpContext) {
    const id = readId('invoice', ctx.params.id)
    const find = async () => (id ? findInvoiceDocument(id, visibleCustomer(ctx.caller!)) : null)
    return answerDocument(ctx, find, sendInvoiceNotFound)
  }
}
