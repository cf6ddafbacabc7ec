import type { HttpContext } from '@adonisjs/core/http'
import type { QuoteRefusal } from '#app/checkout/actions/make_quote'
import { explainFault } from '#app/checkout/http/explain_fault'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'

/** Says why something has no price, with each complaint at its field: `items.0.hostname`. */
export function sendQuoteRefusal(ctx: HttpContext, refusal: QuoteRefusal): void {
  switch (refusal.type) {
    case 'nothing_to_quote':
      return sendProblem(ctx, {
        status: 422,
        code: refusal.type,
        detail: ctx.i18n.t('checkout_refusals.faults.nothing_to_quote'),
      })
    case 'items_refused':
      return sendProblem(ctx, {
        status: 422,
        code: 'configuration_refused',
        detail: ctx.i18n.t('checkout_refusals.faults.items_refused'),
        errors: refusal.faults.map(({ index, fault }) => explainFault(ctx, fault, `items.${index}.`)),
      })
    default:
      return unreachable(refusal)
  }
}
