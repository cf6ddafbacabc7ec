import type { HttpContext } from '@adonisjs/core/http'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'
import { showPaymentWithForm } from '#app/payments/http/transformers/payment_transformers'

/** Whether a page's script asks how far a payment is, instead of a customer coming back from it. */
export function asksForState(ctx: HttpContext): boolean {
  return ctx.request.accepts(['html', 'json']) === 'json'
}

/** The payment as it stands, for the page that waits for it; kept nowhere. */
export function sendState(ctx: HttpContext, refreshed: RefreshedPayment): void {
  ctx.response.header('cache-control', 'no-store').send({ data: showPaymentWithForm(refreshed) })
}
