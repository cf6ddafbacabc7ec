import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { formatMoney } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'
import type { BeginPaymentError } from '#app/payments/actions/begin_payment'

export function sendPaymentNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'payment_not_found', detail: 'There is no such payment.' })
}

export function sendMethodNotFound(ctx: HttpContext): void {
  sendProblem(ctx, {
    status: 404,
    code: 'payment_method_not_found',
    detail: 'There is no such payment method.',
  })
}

export function sendGatewayUnavailable(ctx: HttpContext): void {
  sendProblem(ctx, {
    status: 503,
    code: 'gateway_unavailable',
    detail: 'Payments are not possible at the moment. Please try again in a minute.',
  })
}

/**
 * How each refusal to begin a payment looks over the API.
 * @param amountField beside which an amount that is too small is refused: what was entered, or how it was to be paid
 */
export function refuseBeginning(
  ctx: HttpContext,
  error: BeginPaymentError,
  amountField: string = 'gateway_id'
): void {
  switch (error.type) {
    case 'debt_not_found':
      return sendProblem(ctx, {
        status: 404,
        code: 'not_found',
        detail: 'There is nothing of yours to pay here.',
      })
    case 'not_payable':
      return sendProblem(ctx, {
        status: 409,
        code: 'not_payable',
        detail: 'This does not wait for a payment.',
      })
    case 'payment_under_way':
      return sendProblem(ctx, {
        status: 409,
        code: 'payment_under_way',
        detail: 'A payment for this is under way. Its outcome will be known in a moment.',
      })
    case 'method_not_found':
      return sendProblem(ctx, {
        status: 422,
        code: 'payment_method_not_found',
        detail: 'This payment method is not kept for you.',
      })
    case 'gateway_not_found':
      return sendProblem(ctx, {
        status: 422,
        code: 'gateway_not_found',
        detail: 'This way to pay is not offered at present. Choose another one.',
        errors: [{ field: 'gateway_id', message: 'This way to pay is not offered at present.' }],
      })
    case 'below_smallest_charge': {
      const smallest = formatMoney(error.smallest, ctx.i18n.locale)
      const detail = ctx.i18n.t('payments.below_smallest_charge', { smallest })
      return sendProblem(ctx, { status: 422, code: error.type, detail, field: amountField })
    }
    case 'no_gateway':
    case 'gateway_unavailable':
      return sendGatewayUnavailable(ctx)
    default:
      return unreachable(error)
  }
}
