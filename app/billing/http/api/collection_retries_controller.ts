import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { CollectInvoice } from '#app/billing/actions/collect_invoice'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { showInvoiceDetails } from '#app/billing/http/transformers/invoice_transformers'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** Has an open invoice collected now: the balance first, then the saved method. */
@inject()
export default class CollectionRetriesController {
  constructor(private collectInvoice: CollectInvoice) {}

  async store(ctx: HttpContext) {
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const result = await this.collectInvoice.execute({ invoiceId })
    if (!result.ok) return sendInvoiceNotFound(ctx)
    if (result.value === 'not_open') {
      return sendProblem(ctx, {
        status: 409,
        code: 'invoice_not_open',
        detail: 'Nothing is due on this invoice.',
      })
    }
    if (result.value === 'with_agency') {
      return sendProblem(ctx, {
        status: 409,
        code: 'with_agency',
        detail: 'A collection agency has this invoice.',
      })
    }
    if (result.value === 'payment_under_way') {
      return sendProblem(ctx, {
        status: 409,
        code: 'payment_under_way',
        detail: 'A payment for this invoice is under way already.',
      })
    }
    ctx.response.status(202)
    return showInvoiceDetails((await findInvoice(invoiceId, null))!)
  }
}
