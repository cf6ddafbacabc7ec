import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer, tell } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import { listPayments, RefreshPayment, type PaymentStatus } from '#app/payments/index'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** Where a customer comes back to after their card or their bank: the gateway itself is asked what became of it. */
@inject()
export default class PaymentReturnsController {
  constructor(private refreshPayment: RefreshPayment) {}

  async show(ctx: HttpContext) {
    const customerId = ownCustomer(ctx)
    const invoiceId = readId('invoice', ctx.params.id)
    const details = invoiceId ? await findInvoice(invoiceId, customerId) : null
    if (!invoiceId || !details) return nothingHere(ctx)
    const { rows } = await listPayments({ customerId, invoiceId, size: 1 })
    const [latest] = rows
    if (latest) {
      const refreshed = await this.refreshPayment.execute({ paymentId: latest.id })
      announce(ctx, refreshed.ok ? refreshed.value.payment.status : latest.status)
    }
    return ctx.response.redirect().toPath(`/invoices/${ctx.params.id}`)
  }
}

function announce(ctx: HttpContext, status: PaymentStatus): void {
  switch (status) {
    case 'succeeded':
      return tell(ctx, 'success', 'billing.portal.told.succeeded')
    case 'processing':
    case 'authorised':
    case 'unknown':
      return tell(ctx, 'info', 'billing.portal.told.processing')
    case 'created':
    case 'action_required':
    case 'failed':
    case 'cancelled':
      return tell(ctx, 'error', 'billing.portal.told.failed')
  }
}
