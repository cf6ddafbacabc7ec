import type { HttpContext } from '@adonisjs/core/http'
import { showPaymentWithForm } from '#app/payments/http/transformers/payment_transformers'
import type { DescribedPayment } from '#app/payments/queries/describe_begun_payment'

/** Whether a page's script asks how far a payment is, instead of a customer coming back from it. */
export function asksForState(ctx: HttpContext): boolean {
  return ctx.request.accepts(['html', 'json']) === 'json'
}

/** The payment as it stands, for the page that waits for it; kept nowhere. */
export function sendState(ctx: HttpContext, payment: DescribedPayment): void {
  ctx.response.header('cache-control', 'no-store').send({ data: showPaymentWithForm(payment) })
}
