import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { nothingHere, ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { toWire } from '#app/shared/money/money'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { invoicesPerPaymentMax } from '#app/billing/domain/pay_together'
import { findBalance } from '#app/billing/queries/find_balance'
import {
  isOpenPayment,
  listPaymentMethods,
  listPayments,
  listPaymentWays,
  listRefunds,
  showPayment,
  showPaymentMethod,
  showPaymentWay,
  showRefund,
} from '#app/payments/index'
import { showFormats } from '#app/billing/http/document_answer'
import { showInvoice, showInvoiceDetails } from '#app/billing/http/transformers/invoice_transformers'
import { listInvoicesQuery } from '#app/billing/http/validators/invoice_validators'
import { findInvoice, type InvoiceDetails } from '#app/billing/queries/find_invoice'
import { invoiceDocument } from '#app/billing/queries/find_invoice_document'
import { listInvoices } from '#app/billing/queries/list_invoices'

const shownPayments = 20

/** A customer's invoices, and the place where one, or several together, are paid. */
@inject()
export default class InvoicesController {
  constructor(private clock: Clock) {}

  async index(ctx: HttpContext) {
    const { status, cursor, limit } = await ctx.request.validateUsing(listInvoicesQuery)
    const reference: string | undefined = ctx.request.input('q')?.toString().trim().toUpperCase().slice(0, 40)
    const customerId = ownCustomer(ctx)
    const page = await listInvoices({
      customerId,
      status,
      reference: reference || undefined,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    const { free } = (await findBalance(customerId, this.clock.now()))!
    return renderPage(ctx, 'billing/portal/invoices', {
      invoices: toListAnswer(page, showInvoice),
      methods: (await listPaymentMethods(customerId)).map(showPaymentMethod),
      ways: (await listPaymentWays(free.currency)).map(showPaymentWay),
      balance: toWire(free),
      count_max: invoicesPerPaymentMax,
    })
  }

  async show(ctx: HttpContext) {
    const customerId = ownCustomer(ctx)
    const id = readId('invoice', ctx.params.id)
    const details = id ? await findInvoice(id, customerId) : null
    if (!id || !details) return nothingHere(ctx)
    const { rows: payments } = await listPayments({ customerId, invoiceId: id, size: shownPayments })
    const { free, limits } = (await findBalance(customerId, this.clock.now()))!
    return renderPage(ctx, 'billing/portal/invoice', {
      invoice: showInvoiceDetails(details),
      parties: { seller: details.snapshot.seller, customer: details.snapshot.customer },
      payments: payments.map((payment) => ({
        ...showPayment(payment),
        ...ofThisInvoice(details, payment.id),
      })),
      refunds: (await listRefunds({ customerId, invoiceId: id, size: shownPayments })).rows.map(showRefund),
      is_payment_under_way: payments.some(isUnderWay),
      methods: (await listPaymentMethods(customerId)).map(showPaymentMethod),
      ways: (await listPaymentWays(details.invoice.currency)).map(showPaymentWay),
      documents: showFormats(ctx, invoiceDocument(details, null)),
      balance: toWire(free),
      part_min:
        limits.allowsPartPayments && limits.currency === details.invoice.currency
          ? toWire({ amount: limits.partPaymentMin, currency: limits.currency })
          : null,
    })
  }
}

/** Of a payment for several invoices only what is for this one. */
function ofThisInvoice({ payments }: InvoiceDetails, paymentId: string) {
  const found = payments.find(({ id }) => id === paymentId)
  return found ? { money: toWire({ amount: found.amount, currency: found.currency }) } : {}
}

/** Money may be on its way: another payment now could be one too many. One that waits for the customer is not. */
function isUnderWay({ status }: Parameters<typeof showPayment>[0]): boolean {
  return isOpenPayment(status) && status !== 'created' && status !== 'action_required'
}
