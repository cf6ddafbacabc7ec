import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import type { SteerOperationError } from '#app/provisioning/actions/steer_operation'

/** How it looks to staff when an operation cannot be steered as they wish. */
export function refuseSteering(ctx: HttpContext, { type }: SteerOperationError): void {
  switch (type) {
    case 'operation_not_found':
    case 'step_not_found':
      throw notFound(ctx)
    case 'operation_not_open':
    case 'operation_at_work':
      return goBackWith(ctx, 'error', `staff_notices.${type}`)
    case 'creation_ended':
    case 'another_at_work':
    case 'change_ended':
    case 'no_server_yet':
    case 'approval_undecided':
      return goBackWith(ctx, 'error', `staff_notices.operation_${type}`)
    default:
      return unreachable(type)
  }
}
