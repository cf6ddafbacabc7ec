import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { AskForGiftError } from '#app/billing/actions/ask_for_gift'
import type { DecideGiftError } from '#app/billing/actions/decide_gift'
import { refuseCredit } from '#app/billing/http/api/credit_refusals'
import { refuseClosing } from '#app/billing/http/api/invoice_refusals'
import { sendCustomerNotFound } from '#app/billing/http/api/customer_refusals'

/** How each refusal of a gift, or to agree to one, looks. */
export function refuseGift(ctx: HttpContext, error: AskForGiftError | DecideGiftError): void {
  const refuse = (status: 403 | 409) =>
    sendProblem(ctx, { status, code: error.type, detail: ctx.i18n.t(`gifts.refused.${error.type}`) })
  switch (error.type) {
    case 'gift_request_not_found':
      return sendGiftNotFound(ctx)
    case 'customer_not_found':
      return sendCustomerNotFound(ctx)
    case 'own_request':
    case 'beyond_own_limit':
      return refuse(403)
    case 'within_own_limit':
    case 'not_waiting':
    case 'changed_meanwhile':
      return refuse(409)
    case 'nothing_to_adjust':
    case 'more_than_balance':
      // A gift is more than nothing and takes nothing.
      throw new Error(`A gift was refused as ${error.type}`)
    case 'lines_given_back':
      return refuseClosing(ctx, error)
    case 'invoice_not_found':
    case 'invoice_not_open':
    case 'payment_under_way':
    case 'nothing_left_to_credit':
    case 'more_than_left':
    case 'amount_not_positive':
    case 'unknown_line':
    case 'line_twice':
    case 'above_own_limit':
    case 'request_key_reused':
      return refuseCredit(ctx, error)
    default:
      return unreachable(error)
  }
}

export function sendGiftNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'gift_request_not_found', detail: 'There is no such request.' })
}
