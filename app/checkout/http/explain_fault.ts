import type { HttpContext } from '@adonisjs/core/http'
import type { QuoteFault } from '#app/checkout/domain/trial_refusal'
import { explainVariable } from '#app/catalogue/index'
import type { FieldError } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'

/** What is wrong with a choice, in the reader's language, and at which field. */
export function explainFault(ctx: HttpContext, fault: QuoteFault, at = ''): FieldError {
  const say = (key: string, values: Record<string, string | number> = {}): FieldError => ({
    field: `${at}${fault.field}`,
    message: ctx.i18n.t(`checkout_refusals.faults.${key}`, values),
  })
  switch (fault.type) {
    case 'plan_not_sold':
    case 'price_not_offered':
    case 'hostname_invalid':
    case 'option_unknown':
    case 'trial_not_offered':
    case 'trial_alone':
    case 'trial_used':
      return say(fault.type)
    case 'plan_unavailable':
      return say(fault.type, { plan: fault.plan })
    case 'place_unavailable':
      return say(fault.type, { place: fault.place })
    case 'value_not_offered':
      return say(fault.type, { option: fault.option })
    case 'variable_refused':
      return {
        field: `${at}${fault.field}`,
        message: explainVariable(ctx.i18n, fault.variable, fault.problem),
      }
    case 'quantity_out_of_range':
      return say(fault.type, { option: fault.option, minimum: fault.minimum, maximum: fault.maximum })
    default:
      return unreachable(fault)
  }
}
