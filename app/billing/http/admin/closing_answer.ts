import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound } from '#app/shared/http/record_id'
import { type Result, unreachable } from '#app/shared/result'
import type { VoidInvoiceError } from '#app/billing/actions/void_invoice'

/** What staff are told after they took an invoice back or gave up on it. @param done the notice when it worked */
export function answerClosing(ctx: HttpContext, result: Result<unknown, VoidInvoiceError>, done: string) {
  if (result.ok) return goBackWith(ctx, 'success', done)
  const { type } = result.error
  switch (type) {
    case 'invoice_not_found':
      throw notFound(ctx)
    case 'invoice_not_open':
      return goBackWith(ctx, 'error', 'reporting.notices.invoice_not_open')
    case 'payment_under_way':
      return goBackWith(ctx, 'error', 'reporting.notices.invoice_payment_under_way')
    default:
      return unreachable(type)
  }
}
