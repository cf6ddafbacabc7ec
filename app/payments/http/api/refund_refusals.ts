import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { formatMoney } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'
import type { EndRefundError } from '#app/payments/actions/complete_refund'
import type { RefundRefusal } from '#app/payments/domain/refund_decision'

export function sendRefundNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'refund_not_found', detail: 'There is no such refund.' })
}

/** How each refusal to give money back looks: what is too much is said beside the amount, in the reader's language. */
export function refuseRefund(ctx: HttpContext, error: RefundRefusal, currency: string): void {
  const text = (values: Record<string, string> = {}) => ctx.i18n.t(`refunds.refused.${error.type}`, values) // prettier-ignore
  switch (error.type) {
    case 'payment_not_taken':
    case 'payment_not_applied':
    case 'payment_disputed':
    case 'refunds_not_possible':
      return sendProblem(ctx, { status: 409, code: error.type, detail: text() })
    case 'amount_not_positive':
    case 'only_whole':
    case 'more_than_payment':
    case 'more_than_balance': {
      const limit = 'limit' in error ? formatMoney({ amount: error.limit, currency }, ctx.i18n.locale) : ''
      const message = text({ limit })
      const errors = [{ field: 'amount', message }]
      return sendProblem(ctx, { status: 422, code: error.type, detail: message, errors })
    }
    default:
      return unreachable(error)
  }
}

export function refuseRefundEnding(ctx: HttpContext, error: EndRefundError): void {
  if (error.type === 'refund_not_found') return sendRefundNotFound(ctx)
  const detail = ctx.i18n.t('refunds.refused.not_in_this_state')
  return sendProblem(ctx, { status: 409, code: error.type, detail })
}
