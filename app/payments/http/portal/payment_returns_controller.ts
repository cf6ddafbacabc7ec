import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer, tell } from '#app/shared/http/portal_answers'
import { readId, showId } from '#app/shared/ids'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { WatchPayment } from '#app/payments/actions/watch_payment'
import { type Payment, purposeOf } from '#app/payments/domain/payment'
import { rememberedPayLink } from '#app/payments/http/pay_link'
import { asksForState, sendState } from '#app/payments/http/portal/payment_state'
import { describeBegunPayment } from '#app/payments/queries/describe_begun_payment'
import { findPaymentFor } from '#app/payments/queries/find_payment_for'
import { findPaymentParts } from '#app/payments/queries/find_payment_parts'

/**
 * Where a customer comes back to after their card or their bank, whatever they paid: the gateway itself is asked what became of it. A page
 * that waits for coins asks here as well.
 */
@inject()
export default class PaymentReturnsController {
  constructor(
    private refreshPayment: RefreshPayment,
    private watch: WatchPayment
  ) {}

  async show(ctx: HttpContext) {
    const id = readId('payment', ctx.params.id)
    if (!ctx.caller?.abilities.has('billing:pay')) return this.sendBack(ctx)
    const payment = id ? await findPaymentFor({ id, customerId: ownCustomer(ctx) }) : null
    if (!payment) return nothingHere(ctx)
    const watched = asksForState(ctx) ? await this.watch.execute({ paymentId: payment.id }) : null
    if (watched) return sendState(ctx, await describeBegunPayment(watched))
    const refreshed = await this.refreshPayment.execute({ paymentId: payment.id })
    announce(ctx, refreshed.ok ? refreshed.value.payment : payment)
    return ctx.response.redirect().toPath(await this.placeOf(payment))
  }

  /** Whoever paid under a link goes back to its page; others sign in first. */
  private sendBack(ctx: HttpContext) {
    const mark = rememberedPayLink(ctx)
    const here = ctx.request.url(true)
    return ctx.response
      .redirect()
      .toPath(
        mark
          ? `/pay/${mark}/payments/${ctx.params.id}/return`
          : `/sign-in?return_to=${encodeURIComponent(here)}`
      )
  }

  private async placeOf(payment: Payment): Promise<string> {
    switch (purposeOf(payment)) {
      case 'order':
        return `/orders/${showId('order', payment.orderId!)}`
      case 'invoice':
        return `/invoices/${showId('invoice', payment.invoiceId!)}`
      case 'top_up':
        return '/balance'
      case 'bundle': {
        const [only, ...others] = await findPaymentParts(payment.id)
        return only && others.length === 0 ? `/invoices/${showId('invoice', only.invoiceId)}` : '/invoices'
      }
    }
  }
}

function announce(ctx: HttpContext, { status }: Payment): void {
  switch (status) {
    case 'succeeded':
      return tell(ctx, 'success', 'payments.told.succeeded')
    case 'processing':
    case 'authorised':
    case 'unknown':
      return tell(ctx, 'info', 'payments.told.processing')
    case 'created':
    case 'action_required':
    case 'failed':
    case 'cancelled':
      return tell(ctx, 'error', 'payments.told.failed')
  }
}
