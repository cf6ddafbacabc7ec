import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { showTransferWay } from '#app/billing/http/transformers/transfer_transformer'
import { transferQuery } from '#app/billing/http/validators/payment_validators'
import { findTransferWayOfSeveral } from '#app/billing/queries/find_transfer_way'
import { listInvoicesToPay } from '#app/billing/queries/list_invoices_to_pay'

/** How several invoices of a customer are paid by one bank transfer. */
export default class TransferWaysController {
  async show(ctx: HttpContext) {
    const { invoice_ids: shown } = await ctx.request.validateUsing(transferQuery)
    const customerId = visibleCustomer(ctx.caller!)!
    const ids = [...new Set(shown)].map((id) => readId('invoice', id))
    const invoiceIds = ids.filter((id) => id !== null)
    const invoices = invoiceIds.length > 0 ? await listInvoicesToPay({ customerId, invoiceIds }) : []
    if (invoices.length < ids.length)
      return sendProblem(ctx, { status: 404, code: 'invoice_not_found', detail: 'There is no such invoice.' })
    const way = await findTransferWayOfSeveral(invoices)
    return { transfer: way && showTransferWay(way) }
  }
}
