import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { formatMoney } from '#app/shared/money/money'
import type { BeginTopUpError } from '#app/payments/actions/begin_top_up'
import type { ChargeTopUpError } from '#app/payments/actions/charge_top_up'
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

/** How each refusal to charge a saved method for a top-up looks to staff. */
export function refuseChargedTopUp(ctx: HttpContext, error: ChargeTopUpError, currency: string): void {
  switch (error.type) {
    case 'payment_in_progress':
      return refuseBeginning(ctx, { type: 'payment_under_way' })
    case 'no_method':
      return refuseSavedMethod(ctx)
    case 'action_required':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'The bank wants the customer to confirm this card; charging it again cannot help.',
      })
    case 'invoice_not_found':
      return sendProblem(ctx, {
        status: 404,
        code: 'customer_not_found',
        detail: 'There is no such customer.',
      })
    default:
      return refuseTopUp(ctx, error, currency)
  }
}

export function refuseSavedMethod(ctx: HttpContext): void {
  sendProblem(ctx, {
    status: 422,
    code: 'payment_method_not_found',
    detail: 'This customer has no such saved payment method.',
    errors: [{ field: 'payment_method_id', message: 'This payment method is not saved.' }],
  })
}
