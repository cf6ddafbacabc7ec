import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound } from '#app/shared/http/record_id'
import { type Result, unreachable } from '#app/shared/result'
import type { VoidInvoiceError } from '#app/billing/actions/void_invoice'
import type { WriteOffInvoiceError } from '#app/billing/actions/write_off_invoice'
import { tellOwnLimit } from '#app/billing/http/own_limit'

/** What staff are told after they took an invoice back or gave up on it. @param done the notice when it worked */
export function answerClosing(
  ctx: HttpContext,
  result: Result<unknown, VoidInvoiceError | WriteOffInvoiceError>,
  done: string
) {
  if (result.ok) return goBackWith(ctx, 'success', done)
  const { error } = result
  switch (error.type) {
    case 'invoice_not_found':
      throw notFound(ctx)
    case 'invoice_not_open':
      return goBackWith(ctx, 'error', 'staff_notices.invoice_not_open')
    case 'payment_under_way':
      return goBackWith(ctx, 'error', 'staff_notices.invoice_payment_under_way')
    case 'above_own_limit':
      ctx.session.flash('notice', { tone: 'error', text: tellOwnLimit(ctx, error) })
      return ctx.response.redirect().status(303).back()
    default:
      return unreachable(error)
  }
}
