import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { formatMoney } from '#app/shared/money/money'
import type { BeginTopUpError } from '#app/payments/actions/begin_top_up'
import { refuseBeginning } from '#app/payments/http/api/payment_refusals'

/** How each refusal to top up looks: a limit is named beside the amount, in the reader's language. */
export function refuseTopUp(ctx: HttpContext, error: BeginTopUpError, currency: string): void {
  switch (error.type) {
    case 'top_ups_off':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: ctx.i18n.t('payments.top_up_refused.top_ups_off'),
      })
    case 'below_top_up_min':
    case 'above_top_up_max':
    case 'above_day_max':
    case 'above_balance_max': {
      const limit = formatMoney({ amount: error.limit, currency }, ctx.i18n.locale)
      const message = ctx.i18n.t(`payments.top_up_refused.${error.type}`, { limit })
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail: message,
        errors: [{ field: 'amount', message }],
      })
    }
    default:
      return refuseBeginning(ctx, error, 'amount')
  }
}
