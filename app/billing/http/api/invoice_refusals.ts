import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { RevokeInvoiceError } from '#app/billing/actions/revoke_invoice'
import type { WriteOffInvoiceError } from '#app/billing/actions/write_off_invoice'
import { tellOwnLimit } from '#app/billing/http/own_limit'

export function sendInvoiceNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'invoice_not_found', detail: 'There is no such invoice.' })
}

/** How each refusal to close an invoice looks over the API. */
export function refuseClosing(ctx: HttpContext, error: RevokeInvoiceError | WriteOffInvoiceError): void {
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
    case 'lines_given_back':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: ctx.i18n.t('staff_notices.invoice_lines_given_back'),
      })
    case 'above_own_limit':
      return sendProblem(ctx, { status: 403, code: error.type, detail: tellOwnLimit(ctx, error) })
    default:
      return unreachable(error)
  }
}
