import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { findCustomer } from '#app/customers/index'
import { payLinkPath, RevokePayLinks } from '#app/payments/index'
import { payLinkWish } from '#app/billing/http/validators/payment_validators'
import { findPayers } from '#app/billing/queries/list_invoices_to_pay'
import { findSurfaceUrls } from '#app/tenancy/index'

/** The address under which invoices are paid without signing in, to be sent to whoever pays them. */
@inject()
export default class PayLinksController {
  constructor(private revokeLinks: RevokePayLinks) {}

  async store(ctx: HttpContext) {
    return this.make(ctx, [ctx.params.id])
  }

  /** For several invoices of one customer: paid together, with their sum. */
  async storeSeveral(ctx: HttpContext) {
    const { invoice_ids: ids } = await ctx.request.validateUsing(payLinkWish)
    return this.make(ctx, [...new Set(ids)])
  }

  /** All of a customer at once: links are kept nowhere, so that none can be taken back alone. */
  async revoke(ctx: HttpContext) {
    const id = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    const customer = id ? await findCustomer(id) : null
    if (!customer)
      return sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
    await this.revokeLinks.execute({ customerId: customer.id })
    return ctx.response.noContent()
  }

  private async make(ctx: HttpContext, shownIds: string[]) {
    const ids = shownIds.flatMap((shown) => readId('invoice', shown) ?? [])
    const payers = await findPayers(ids)
    const own = visibleCustomer(ctx.caller!)
    const isThere = (id: string) => payers.has(id) && (own === null || payers.get(id) === own)
    if (ids.length < shownIds.length || !ids.every(isThere))
      return sendProblem(ctx, { status: 404, code: 'invoice_not_found', detail: 'There is no such invoice.' })
    const [customerId, ...others] = new Set(payers.values())
    if (others.length > 0)
      return sendProblem(ctx, { status: 422, code: 'customers_differ', detail: 'The invoices are of different customers.', errors: [{ field: 'invoice_ids', message: 'The invoices are of different customers.' }] })
    const { account } = await findSurfaceUrls()
    return { url: `${account}${payLinkPath({ customerId: customerId!, invoiceIds: ids })}` }
  }
} // prettier-ignore
