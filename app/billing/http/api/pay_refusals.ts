import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { formatMoney } from '#app/shared/money/money'
import { refuseBeginning } from '#app/payments/index'
import type { ChargeInvoicesError } from '#app/billing/actions/charge_invoices'
import type { PayInvoicesError } from '#app/billing/actions/pay_invoices'
import type { PayPlanRefusal, PayWish } from '#app/billing/domain/pay_together'

/** What was asked for, to say which field a refusal is about. */
export interface Asked {
  wishes: readonly PayWish[]
  currency: string
}

/** How each refusal of what was chosen looks: beside the field that it is about, in the reader's language. */
export function refusePlan(ctx: HttpContext, error: PayPlanRefusal, { wishes, currency }: Asked): void {
  const limit = 'limit' in error ? error.limit : null
  const shownLimit =
    typeof limit === 'bigint' ? formatMoney({ amount: limit, currency }, ctx.i18n.locale) : `${limit}`
  const detail = ctx.i18n.t(`billing.pay_refused.${error.type}`, { limit: shownLimit })
  const status = statuses[error.type] ?? 422
  const field = status === 422 ? fieldOf(error, wishes) : null
  sendProblem(ctx, { status, code: error.type, detail, field })
}

const statuses: Partial<Record<PayPlanRefusal['type'], number>> = {
  invoice_not_found: 404,
  invoice_not_open: 409,
}

function fieldOf(error: PayPlanRefusal, wishes: Asked['wishes']): string {
  if (!('invoiceId' in error)) return 'invoices'
  const index = wishes.findIndex(({ invoiceId }) => invoiceId === error.invoiceId)
  return `invoices.${index}.${error.type === 'chosen_twice' ? 'id' : 'amount'}`
}

/** Where the sum of what was chosen is entered: of one invoice its amount. */
function amountFieldOf({ wishes }: Asked): string {
  return wishes.length === 1 ? 'invoices.0.amount' : 'invoices'
}

/** How each refusal to pay several invoices looks over the API. */
export function refusePaying(ctx: HttpContext, error: PayInvoicesError, asked: Asked): void {
  switch (error.type) {
    case 'debt_not_found':
    case 'not_payable':
    case 'payment_under_way':
    case 'method_not_found':
    case 'gateway_not_found':
    case 'no_gateway':
    case 'gateway_unavailable':
      return refuseBeginning(ctx, error)
    case 'below_smallest_charge':
      return refuseBeginning(ctx, error, amountFieldOf(asked))
    default:
      return refusePlan(ctx, error, asked)
  }
}

/** How each refusal to charge several invoices looks over the API. */
export function refuseCharging(ctx: HttpContext, error: ChargeInvoicesError, asked: Asked): void {
  switch (error.type) {
    case 'not_payable':
    case 'payment_under_way':
    case 'no_gateway':
      return refuseBeginning(ctx, error)
    case 'below_smallest_charge':
      return refuseBeginning(ctx, error, amountFieldOf(asked))
    case 'payment_in_progress':
      return refuseBeginning(ctx, { type: 'payment_under_way' })
    case 'no_method':
      return sendProblem(ctx, {
        status: 422,
        code: 'payment_method_not_found',
        detail: 'This customer has no such saved payment method.',
        errors: [{ field: 'payment_method_id', message: 'This payment method is not saved.' }],
      })
    case 'action_required':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'The bank wants the customer to confirm this card; charging it again cannot help.',
      })
    case 'invoice_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'There is no such invoice.' })
    default:
      return refusePlan(ctx, error, asked)
  }
}
