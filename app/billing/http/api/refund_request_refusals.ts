import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { formatMoney } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'
import { refuseRefund, sendPaymentNotFound, sendRefundNotFound } from '#app/payments/index'
import type { ApproveRefundError } from '#app/billing/actions/approve_refund'
import { refuseCredit } from '#app/billing/http/api/credit_refusals'

/** How each refusal to give money back, or to agree to it, looks: in the reader's language, beside the field where there is one. */
export function refuseRefundRequest(ctx: HttpContext, error: ApproveRefundError, currency: string): void {
  const text = (values: Record<string, string> = {}) => ctx.i18n.t(`refunds.refused.${error.type}`, values)
  const refuse = (status: 403 | 404 | 409, detail = text()) =>
    sendProblem(ctx, { status, code: error.type, detail })
  switch (error.type) {
    case 'payment_not_found':
      return sendPaymentNotFound(ctx)
    case 'refund_not_found':
      return sendRefundNotFound(ctx)
    case 'customer_not_found':
      return refuse(404)
    case 'other_customer':
    case 'nothing_paid':
    case 'not_waiting':
      return refuse(409)
    case 'own_request':
    case 'beyond_own_limit':
      return refuse(403)
    case 'changed_meanwhile':
      return refuse(409, text({ limit: formatMoney({ amount: error.limit, currency }, ctx.i18n.locale) }))
    case 'payment_not_taken':
    case 'payment_not_applied':
    case 'payment_disputed':
    case 'refunds_not_possible':
    case 'only_whole':
    case 'more_than_payment':
    case 'more_than_balance':
      return refuseRefund(ctx, error, currency)
    case 'invoice_not_found':
    case 'payment_under_way':
    case 'invoice_not_open':
    case 'nothing_left_to_credit':
    case 'amount_not_positive':
    case 'more_than_left':
    case 'unknown_line':
    case 'line_twice':
    case 'request_key_reused':
      return refuseCredit(ctx, error)
    default:
      return unreachable(error)
  }
}
