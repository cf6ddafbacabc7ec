import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'
import { showInvoiceDetails, showListedInvoice } from '#app/billing/http/transformers/invoice_transformers'
import { listAllInvoicesQuery } from '#app/billing/http/validators/invoice_validators'
import { findInvoice } from '#app/billing/queries/find_invoice'
import { listInvoices } from '#app/billing/queries/list_invoices'

/** Invoices: a customer's own, or everybody's for staff. */
export default class InvoicesController {
  async index({ request, caller }: HttpContext) {
    const { cursor, limit, status, reference, customer_id } =
      await request.validateUsing(listAllInvoicesQuery)
    const own = visibleCustomer(caller!)
    const wanted = own ?? (customer_id ? readId('customer', customer_id) : null)
    if (!own && customer_id && !wanted) return toListAnswer({ rows: [], nextCursor: null }, showListedInvoice)
    const search = { customerId: wanted, status, reference, before: cursor ?? null, size: pageSize(limit) }
    return toListAnswer(await listInvoices(search), showListedInvoice)
  }

  async show(ctx: HttpContext) {
    const id = readId('invoice', ctx.params.id)
    const details = id ? await findInvoice(id, visibleCustomer(ctx.caller!)) : null
    return details ? showInvoiceDetails(details) : sendInvoiceNotFound(ctx)
  }
}
