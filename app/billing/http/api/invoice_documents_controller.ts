import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { renderInvoice } from '#app/billing/drivers/pdf/render_invoice'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** The invoice as a document for people. */
export default class InvoiceDocumentsController {
  async show(ctx: HttpContext) {
    const id = readId('invoice', ctx.params.id)
    const details = id ? await findInvoice(id, visibleCustomer(ctx.caller!)) : null
    if (!details) return sendInvoiceNotFound(ctx)
    const { snapshot, invoice } = details
    ctx.response
      .type('application/pdf')
      .header('Content-Disposition', `inline; filename="${safeName(invoice.reference)}.pdf"`)
      .header('Cache-Control', 'private, no-store')
      .send(await renderInvoice(snapshot, invoice))
  }
}

function safeName(reference: string): string {
  return reference.replace(/[^A-Za-z0-9_-]/g, '_')
}
