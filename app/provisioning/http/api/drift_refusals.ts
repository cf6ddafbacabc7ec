import type { HttpContext } from '@adonisjs/core/http'
import { explainFault } from '#app/checkout/index'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { AdoptServerError } from '#app/provisioning/actions/adopt_server'

export function sendDriftNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'drift_not_found', detail: 'There is no such difference.' })
}

/** Why a server was not taken into billing, beside the field where there is one. */
export function refuseAdoption(ctx: HttpContext, error: AdoptServerError): void {
  const refuse = (field: string, detail: string) =>
    sendProblem(ctx, { status: 422, code: error.type, detail, errors: [{ field, message: detail }] })
  switch (error.type) {
    case 'drift_not_found':
      return sendDriftNotFound(ctx)
    case 'customer_not_found':
      return refuse('customer_id', ctx.i18n.t('drift.refused.customer_not_found'))
    case 'other_panel_kind':
      return refuse('plan_id', ctx.i18n.t('drift.refused.other_panel_kind'))
    case 'bill_from_not_ahead':
      return refuse('bill_from', ctx.i18n.t('drift.refused.bill_from_not_ahead'))
    case 'configuration_refused': {
      const errors = error.faults.map((fault) => {
        const { field, message } = explainFault(ctx, fault)
        return { field: field === 'plan' ? 'plan_id' : field, message }
      })
      return sendProblem(ctx, { status: 422, code: error.type, detail: errors[0]!.message, errors })
    }
    case 'repair_not_possible':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: ctx.i18n.t('drift.refused.repair_not_possible'),
      })
    case 'panel_failed':
      return sendProblem(ctx, { status: 503, code: 'panel_unavailable', detail: error.failure.message })
    default:
      return unreachable(error)
  }
}
