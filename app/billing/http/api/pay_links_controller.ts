import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { payLinkPath } from '#app/payments/index'
import { findInvoiceRow } from '#app/billing/records/invoices'
import { inReadTransaction } from '#app/shared/database/unit'
import { findSurfaceUrls } from '#app/tenancy/index'

/** The address under which an invoice is paid without signing in, to be sent to whoever pays it. */
export default class PayLinksController {
  async store(ctx: HttpContext) {
    const id = readId('invoice', ctx.params.id)
    const invoice = id ? await inReadTransaction(() => findInvoiceRow(id)) : null
    const own = visibleCustomer(ctx.caller!)
    if (!invoice || (own && invoice.customerId !== own))
      return sendProblem(ctx, { status: 404, code: 'invoice_not_found', detail: 'There is no such invoice.' })
    const { account } = await findSurfaceUrls()
    return { url: `${account}${payLinkPath({ customerId: invoice.customerId, invoiceIds: [invoice.id] })}` }
  }
}
