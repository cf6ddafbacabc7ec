import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { SetUpGatewayError } from '#app/payments/actions/set_up_gateway'
import type { SettingsComplaint } from '#app/payments/domain/settings_form'
import type { GatewayFailure } from '#app/payments/drivers/contract'

export function sendGatewayNotFound(ctx: HttpContext): void {
  sendProblem(ctx, {
    status: 404,
    code: 'gateway_not_found',
    detail: ctx.i18n.t('gateways.refused.gateway_not_found'),
  })
}

/** Why a gateway was not connected, in the reader's language, beside the field where it concerns one. */
export function refuseSetUp(ctx: HttpContext, error: SetUpGatewayError): void {
  const detail = (key: string, values: Record<string, string> = {}) =>
    ctx.i18n.t(`gateways.refused.${key}`, values)
  switch (error.type) {
    case 'gateway_not_found':
      return sendGatewayNotFound(ctx)
    case 'driver_not_found':
    case 'driver_differs':
      return sendProblem(ctx, { status: 422, code: error.type, detail: detail(error.type) })
    case 'mode_differs':
      return refuseFields(ctx, error.type, [{ field: error.field, message: detail(error.type) }])
    case 'settings_refused': {
      const words = ({ type, values = {} }: SettingsComplaint) =>
        ctx.i18n.t(`gateways.complaints.${type}`, values)
      return refuseFields(
        ctx,
        error.type,
        error.complaints.map((each) => ({ field: each.field, message: words(each) }))
      )
    }
    case 'fields_refused':
      return refuseFields(
        ctx,
        error.type,
        error.complaints.map(({ field, type }) => ({ field, message: detail(type) }))
      )
    case 'keys_refused':
      return refuseFields(ctx, error.type, [
        { field: error.field, message: detail(error.type, { reason: error.reason }) },
      ])
    case 'rights_missing': {
      const message = detail(error.type, { rights: error.rights.join(', ') })
      return refuseFields(ctx, error.type, [{ field: error.field, message }])
    }
    case 'not_answered':
      return sendProblem(ctx, {
        status: 503,
        code: 'gateway_unavailable',
        detail: detail(error.type, { reason: error.reason }),
      })
    default:
      return unreachable(error)
  }
}

/** What is wrong in the form, each beside its field; what no form asks for in the words for all of it. */
function refuseFields(
  ctx: HttpContext,
  code: string,
  complaints: { field: string | null; message: string }[]
): void {
  sendProblem(ctx, {
    status: 422,
    code,
    detail: complaints.map(({ message }) => message).join(' '),
    errors: complaints
      .filter(({ field }) => field !== null)
      .map(({ field, message }) => ({ field: `settings.${field}`, message })),
  })
}

/** A gateway that could not be asked, or would not do what it was asked. */
export function refuseCall(ctx: HttpContext, failure: GatewayFailure): void {
  const reason = 'reason' in failure ? failure.reason : failure.type
  const isRefused = failure.type === 'misconfigured'
  sendProblem(ctx, {
    status: isRefused ? 422 : 503,
    code: isRefused ? 'keys_refused' : 'gateway_unavailable',
    detail: ctx.i18n.t(`gateways.refused.${isRefused ? 'keys_refused' : 'not_answered'}`, { reason }),
  })
}
