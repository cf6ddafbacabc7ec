import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { VoidInvoiceError } from '#app/billing/actions/void_invoice'

export function sendInvoiceNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'invoice_not_found', detail: 'There is no such invoice.' })
}

/** How each refusal to close an invoice looks over the API. */
export function refuseClosing(ctx: HttpContext, error: VoidInvoiceError): void {
  switch (error.type) {
    case 'invoice_not_found':
      return sendInvoiceNotFound(ctx)
    case 'invoice_not_open':
      return sendProblem(ctx, {
        status: 409,
        code: 'invoice_not_open',
        detail: `The invoice is ${error.status} and stays so.`,
      })
    case 'payment_under_way':
      return sendProblem(ctx, {
        status: 409,
        code: 'payment_under_way',
        detail: 'A payment for this invoice is under way. Try again when its outcome is known.',
      })
    default:
      return unreachable(error)
  }
}
