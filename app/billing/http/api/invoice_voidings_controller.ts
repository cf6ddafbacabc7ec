import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { RevokeInvoice } from '#app/billing/actions/revoke_invoice'
import { refuseClosing, sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { showInvoiceDetails } from '#app/billing/http/transformers/invoice_transformers'
import { invoiceDecision } from '#app/billing/http/validators/invoice_validators'
import { findInvoice } from '#app/billing/queries/find_invoice'

@inject()
export default class InvoiceVoidingsController {
  constructor(private revokeInvoice: RevokeInvoice) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(invoiceDecision)
    const invoiceId = readId('invoice', ctx.params.id)
    if (!invoiceId) return sendInvoiceNotFound(ctx)
    const result = await this.revokeInvoice.execute({ invoiceId, reason })
    if (!result.ok) return refuseClosing(ctx, result.error)
    return showInvoiceDetails((await findInvoice(invoiceId, null))!)
  }
}
