import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { GiveCreditNoteError } from '#app/billing/actions/give_credit_note'
import { sendKeyReused } from '#app/billing/http/key_reused'
import { tellOwnLimit } from '#app/billing/http/own_limit'
import { sendInvoiceNotFound } from '#app/billing/http/api/invoice_refusals'

/** How each refusal to take lines back looks over the API. */
export function refuseCredit(ctx: HttpContext, error: GiveCreditNoteError): void {
  const refuse = (status: 409 | 422, detail: string, field?: string) =>
    sendProblem(ctx, { status, code: error.type, detail, field })
  switch (error.type) {
    case 'invoice_not_found':
      return sendInvoiceNotFound(ctx)
    case 'invoice_not_open':
      return refuse(409, `The invoice is ${error.status}: nothing on it can be taken back.`)
    case 'payment_under_way':
      return refuse(409, 'A payment for this invoice is under way. Try again when its outcome is known.')
    case 'nothing_left_to_credit':
      return refuse(409, 'Nothing is left on this invoice to take back.')
    case 'more_than_left':
      return refuse(422, `No more than ${error.left} minor units are left to take back.`, 'amount')
    case 'amount_not_positive':
      return refuse(422, 'The amount must be more than zero.', 'amount')
    case 'unknown_line':
      return refuse(422, `The invoice has no line ${error.position}.`, 'lines')
    case 'line_twice':
      return refuse(422, `Line ${error.position} is named twice.`, 'lines')
    case 'above_own_limit':
      return sendProblem(ctx, { status: 403, code: error.type, detail: tellOwnLimit(ctx, error) })
    case 'request_key_reused':
      return sendKeyReused(ctx)
    default:
      return unreachable(error)
  }
}

export function sendCreditNoteNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'credit_note_not_found', detail: 'There is no such credit note.' })
}
