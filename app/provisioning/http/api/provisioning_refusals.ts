import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { connectionFaultIn, connectionFaults } from '#app/provisioning/domain/connection_fault'
import type { ConfigFault, PanelFailure } from '#app/provisioning/drivers/contract'
import type { PanelAccessError } from '#app/provisioning/actions/open_panel_access'
import type { RebuildServerError } from '#app/provisioning/actions/rebuild_server'
import type { ResizeServiceError } from '#app/provisioning/actions/resize_service'
import type { StaffHoldError } from '#app/provisioning/actions/change_staff_hold'
import type { SteerOperationError } from '#app/provisioning/actions/steer_operation'

export function sendServiceNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'service_not_found', detail: 'There is no such service.' })
}

export function sendOperationNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'operation_not_found', detail: 'There is no such operation.' })
}

export function sendPanelNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'panel_not_found', detail: 'There is no such panel.' })
}

export function sendNoPlace(ctx: HttpContext): void {
  const detail = ctx.i18n.t('network.problems.datacenter_not_found')
  sendProblem(ctx, { status: 422, code: 'datacenter_not_found', field: 'datacenter_id', detail })
}

/** @param detail what the panel said, for staff */
export function sendPanelFailed(ctx: HttpContext, detail: string): void {
  sendProblem(ctx, { status: 503, code: 'panel_unavailable', detail })
}

/** Why a panel cannot be connected, in plain words beside the field that has to be mended. */
export function sendNotConnected(ctx: HttpContext, failure: PanelFailure): void {
  const fault = connectionFaultIn(failure)
  const detail = fault ? ctx.i18n.t(`panels.faults.${fault}`, { message: failure.message }) : failure.message
  const errors = fault ? [{ field: connectionFaults[fault], message: detail }] : undefined
  sendProblem(ctx, { status: 409, code: `panel_${failure.type}`, detail, errors })
}

/** Settings or secrets that the panel's driver does not take, with a complaint at each. */
export function sendSettingsRefused(ctx: HttpContext, faults: readonly ConfigFault[]): void {
  const errors = faults.map(({ field, message }) => ({ field: `config.${field}`, message }))
  sendProblem(ctx, { status: 422, code: 'config_invalid', detail: errors[0]!.message, errors })
}

export function sendServiceEnded(ctx: HttpContext): void {
  sendProblem(ctx, { status: 409, code: 'service_ended', detail: 'This service has ended.' })
}

/** How each refusal of work on a service looks over the API. */
export function refuseOperation(ctx: HttpContext, error: ResizeServiceError | RebuildServerError): void {
  switch (error.type) {
    case 'service_not_found':
      return sendServiceNotFound(ctx)
    case 'service_not_usable':
      return sendProblem(ctx, { status: 409, code: error.type, detail: notUsable(error.status) })
    case 'not_supported':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'This service cannot do that.' })
    case 'already_under_way':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'The same is being done already.' })
    case 'plan_not_found':
    case 'other_panel_kind':
    case 'disk_would_shrink':
      return sendWrongWish(ctx, { type: error.type, field: 'plan_id' })
    case 'unknown_template':
      return sendWrongWish(ctx, { type: error.type, field: 'template' })
    case 'ssh_key_not_found':
    case 'keys_not_supported':
      return sendWrongWish(ctx, { type: error.type, field: 'ssh_keys' })
    default:
      return unreachable(error)
  }
}

/** What is wrong with the wish itself, beside its field and in the reader's language. */
function sendWrongWish(ctx: HttpContext, { type, field }: { type: string; field: string }): void {
  const detail = ctx.i18n.t(`provisioning.refused.${type}`)
  sendProblem(ctx, { status: 422, code: type, detail, errors: [{ field, message: detail }] })
}

export function refuseAccess(ctx: HttpContext, error: PanelAccessError): void {
  switch (error.type) {
    case 'service_not_found':
      return sendServiceNotFound(ctx)
    case 'service_not_usable':
      return sendProblem(ctx, { status: 409, code: error.type, detail: notUsable(error.status) })
    case 'not_supported':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'This service cannot do that.' })
    case 'panel_failed':
      return sendProblem(ctx, {
        status: 503,
        code: 'panel_unavailable',
        detail: 'The system it runs on cannot do that right now. Try again in a moment.',
      })
    default:
      return unreachable(error)
  }
}

export function refuseHold(ctx: HttpContext, error: StaffHoldError): void {
  switch (error.type) {
    case 'service_not_found':
      return sendServiceNotFound(ctx)
    case 'service_ended':
      return sendServiceEnded(ctx)
    case 'hold_unchanged':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'The service stands like that already.',
      })
    default:
      return unreachable(error)
  }
}

export function refuseSteering(ctx: HttpContext, error: SteerOperationError): void {
  switch (error.type) {
    case 'operation_not_found':
      return sendOperationNotFound(ctx)
    case 'operation_not_open':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'That cannot be done with an operation in this state.',
      })
    case 'operation_at_work':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'A worker is at it right now.' })
    case 'creation_ended':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'The order of this creation has failed and its money was released. It takes a new order.',
      })
    case 'change_ended':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: `The change that this work was for has ended (${error.status ?? 'gone'}). The change has to be asked for anew.`,
      })
    case 'another_at_work':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'Other work on this service is under way.',
      })
    case 'no_server_yet':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'There is no server yet for this step to work on.',
      })
    case 'approval_undecided':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'The order waits for a decision. Approve or refuse it.',
      })
    case 'step_not_found':
      return sendProblem(ctx, { status: 422, code: error.type, detail: 'This operation has no such step.' })
    default:
      return unreachable(error)
  }
}

function notUsable(status: string): string {
  return status === 'active'
    ? 'The service is about to be suspended.'
    : `The service is ${status}; it must be active for this.`
}
