import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, tell } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { readId, showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { keyOf } from '#app/identity/index'
import { PayInvoices } from '#app/billing/actions/pay_invoices'
import { refusePaying } from '#app/billing/http/api/pay_refusals'
import { describePaidInvoices } from '#app/billing/queries/describe_paid_invoices'
import { showPaidInvoices } from '#app/billing/http/transformers/balance_transformers'
import { showTransferWay } from '#app/billing/http/transformers/transfer_transformer'
import { payLinkForm } from '#app/billing/http/validators/payment_validators'
import { findTransferWayOfSeveral } from '#app/billing/queries/find_transfer_way'
import { listInvoicesToPay, type InvoiceToPay } from '#app/billing/queries/list_invoices_to_pay'
import {
  AskForPayLink,
  asksForState,
  describeBegunPayment,
  findPaymentFor,
  findPaymentParts,
  listPaymentWays,
  openPayLink,
  type PayLink,
  type Payment,
  readGatewayId,
  readPayLink,
  refuseBeginning,
  RefreshPayment,
  sendState,
  rememberPayLink,
  showPaymentWay,
  WatchPayment,
} from '#app/payments/index'

/** Paying from the link in a mail, without signing in. Whoever has the link sees what is due on its invoices, and nothing else. */
@inject()
export default class PayLinksController {
  constructor(
    private pay: PayInvoices,
    private refreshPayment: RefreshPayment,
    private watch: WatchPayment,
    private askForLink: AskForPayLink
  ) {}

  async show(ctx: HttpContext) {
    const found = await this.find(ctx)
    if (!found) {
      const gone = (await openPayLink(keyOf(ctx)))?.state ?? 'unknown'
      return renderPage(ctx, 'billing/portal/pay', {
        link: null,
        gone,
        invoices: [],
        ways: [],
        transfer: null,
      })
    }
    const link = String(ctx.params.link)
    rememberPayLink(ctx, link)
    const transfer = await findTransferWayOfSeveral(found.invoices)
    return renderPage(ctx, 'billing/portal/pay', {
      link,
      gone: null,
      invoices: found.invoices.map(showToPayer),
      ways: (await listPaymentWays()).map(showPaymentWay),
      transfer: transfer && showTransferWay(transfer),
    })
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(payLinkForm)
    const found = await this.find(ctx)
    if (!found) return refuseBeginning(ctx, { type: 'debt_not_found' })
    const due = found.invoices.filter(({ isPayable }) => isPayable)
    // The page may have been open since before a renewal charged what is due.
    if (due.length === 0 && found.invoices.some(({ isUnderWay }) => isUnderWay))
      return refuseBeginning(ctx, { type: 'payment_under_way' })
    const wishes = due.map(({ id }) => ({ invoiceId: id, amount: null }))
    const paid = await this.pay.execute({
      customerId: found.link.customerId,
      wishes,
      // What lies on the balance is for those who sign in to decide about.
      usesBalance: false,
      requestKey: form.request_key ?? null,
      paymentMethodId: null,
      gatewayId: readGatewayId(form.gateway_id),
      consent: null,
    })
    const currency = found.invoices[0]?.amountDue.currency ?? 'EUR'
    return paid.ok
      ? showPaidInvoices(await describePaidInvoices(paid.value))
      : refusePaying(ctx, paid.error, { wishes, currency })
  }

  /** A new link for one that is too old or was revoked, by mail to its customer. Whoever asks learns nothing. */
  async renew(ctx: HttpContext) {
    const opened = await openPayLink(keyOf(ctx))
    if (!opened) return nothingHere(ctx)
    if (opened.state !== 'good') await this.askForLink.execute(opened.link)
    tell(ctx, 'success', 'payments.pay_link.mailed')
    return ctx.response.redirect().toPath(`/pay/${ctx.params.link}`)
  }

  /** Back from the gateway, which is asked what became of the payment, whatever the address says. */
  async finish(ctx: HttpContext) {
    const link = readPayLink(keyOf(ctx))
    const id = readId('payment', ctx.params.payment)
    const payment = link && id ? await findPaymentFor({ id, customerId: link.customerId }) : null
    if (!link || !payment || !(await isForLink(payment, link))) return nothingHere(ctx)
    const watched = asksForState(ctx) ? await this.watch.execute({ paymentId: payment.id }) : null
    if (watched) return sendState(ctx, await describeBegunPayment(watched))
    const refreshed = await this.refreshPayment.execute({ paymentId: payment.id })
    announce(ctx, refreshed.ok ? refreshed.value.payment : payment)
    return ctx.response.redirect().toPath(`/pay/${ctx.params.link}`)
  }

  private async find(ctx: HttpContext): Promise<{ link: PayLink; invoices: InvoiceToPay[] } | null> {
    const opened = await openPayLink(keyOf(ctx))
    if (opened?.state !== 'good') return null
    const invoices = await listInvoicesToPay(opened.link)
    return invoices.length > 0 ? { link: opened.link, invoices } : null
  }
}

/** What a customer pays besides is nothing for whoever has the link. */
async function isForLink({ id, invoiceId }: Payment, { invoiceIds }: PayLink): Promise<boolean> {
  const paid = invoiceId ? [invoiceId] : (await findPaymentParts(id)).map((part) => part.invoiceId)
  return paid.some((each) => invoiceIds.includes(each))
}

function showToPayer({ id, reference, status, issuedOn, dueOn, total, amountDue, isUnderWay }: InvoiceToPay) {
  return {
    id: showId('invoice', id),
    reference,
    status,
    issued_on: issuedOn,
    due_on: dueOn,
    total: toWire(total),
    amount_due: toWire(amountDue),
    is_payment_under_way: isUnderWay,
  }
}

function announce(ctx: HttpContext, { status }: Payment): void {
  if (status === 'succeeded') return tell(ctx, 'success', 'payments.told.succeeded')
  if (status === 'failed' || status === 'cancelled') return tell(ctx, 'error', 'payments.told.failed')
  if (status === 'created' || status === 'action_required')
    return tell(ctx, 'info', 'payments.told.unfinished')
  tell(ctx, 'info', 'payments.told.processing')
}
