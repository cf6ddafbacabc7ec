import type { HttpContext } from '@adonisjs/core/http'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderInvoice } from '#app/billing/drivers/pdf/render_invoice'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** The invoice as the customer has it. */
export default class InvoiceDocumentsController {
  async show(ctx: HttpContext) {
    const details = await findInvoice(readRecordId(ctx, 'invoice'), null)
    if (!details) throw notFound(ctx)
    const { snapshot, invoice } = details
    const name = invoice.reference.replace(/[^A-Za-z0-9_-]/g, '_')
    ctx.response
      .type('application/pdf')
      .header('Content-Disposition', `inline; filename="${name}.pdf"`)
      .header('Cache-Control', 'private, no-store')
      .send(await renderInvoice(snapshot, invoice))
  }
}
