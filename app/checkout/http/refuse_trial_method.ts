import type { HttpContext } from '@adonisjs/core/http'
import type { ConfirmTrialMethodError } from '#app/checkout/actions/confirm_trial_method'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'

/** Why a trial does not begin with a payment method, beside the field that names it where there is one. */
export function refuseTrialMethod(ctx: HttpContext, { type }: ConfirmTrialMethodError): void {
  const detail = ctx.i18n.t(`checkout.trial.refused.${type}`)
  switch (type) {
    case 'order_not_found':
    case 'trial_not_found':
      return sendProblem(ctx, { status: 404, code: 'order_not_found', detail })
    case 'not_waiting':
      return sendProblem(ctx, { status: 409, code: type, detail })
    case 'method_not_found':
    case 'card_used': {
      const errors = [{ field: 'payment_method_id', message: detail }]
      return sendProblem(ctx, { status: 422, code: type, detail, errors })
    }
    default:
      return unreachable(type)
  }
}
