import type { HttpContext } from '@adonisjs/core/http'
import { explainFault } from '#app/checkout/index'
import { tell, tellRefusal } from '#app/shared/http/portal_answers'
import { sendProblem } from '#app/shared/http/problem'
import type { EndChangeError, RequestChangeError } from '#app/subscriptions/index'
import { sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'

/** What is wrong with the wish itself; anything else is about the state of things. */
const wrongWishes = ['other_product', 'location_fixed', 'disk_would_shrink', 'below_use', 'nothing_changes']

/** How each refusal of a change looks over the API and to a page's own script, in the reader's language. */
export function refuseChange(
  ctx: HttpContext,
  error: RequestChangeError | EndChangeError | { type: 'service_not_found' }
): void {
  switch (error.type) {
    case 'service_not_found':
    case 'subscription_not_found':
      return sendServiceNotFound(ctx)
    case 'change_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: say(ctx, error.type) })
    case 'configuration_invalid':
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail: say(ctx, error.type),
        errors: error.faults.map((fault) => explainFault(ctx, fault)),
      })
    case 'amount_differs':
    case 'next_amount_differs': {
      const detail = say(ctx, error.type, { total: moneyText(ctx, error) })
      return sendProblem(ctx, { status: 409, code: error.type, detail })
    }
    default: {
      const status = wrongWishes.includes(error.type) ? 422 : 409
      return sendProblem(ctx, { status, code: error.type, detail: say(ctx, error.type) })
    }
  }
}

/** The same to a page: an amount that differs is named. */
export function tellChangeRefusal(ctx: HttpContext, error: RequestChangeError): void {
  if (error.type !== 'amount_differs' && error.type !== 'next_amount_differs')
    return tellRefusal(ctx, 'subscriptions', error)
  tell(ctx, 'error', `subscriptions.refused.${error.type}`, { total: moneyText(ctx, error) })
}

function moneyText({ i18n }: HttpContext, { total, currency }: { total: bigint; currency: string }): string {
  const format = new Intl.NumberFormat(i18n.locale, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const sign = total < 0n ? '-' : ''
  const text = (total < 0n ? -total : total).toString().padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return format.format(`${sign}${decimal}` as Intl.StringNumericLiteral)
}

function say({ i18n }: HttpContext, type: string, values: Record<string, string> = {}): string {
  return i18n.t(`subscriptions.refused.${type}`, values)
}
