import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound } from '#app/shared/http/record_id'
import { type Result, unreachable } from '#app/shared/result'
import type { RequestOperationError } from '#app/provisioning/actions/request_operation'

/** How it looks to staff when something was asked to be done with a server. */
export function answerRequest(ctx: HttpContext, result: Result<unknown, RequestOperationError>): void {
  if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.operation_started')
  const { type } = result.error
  switch (type) {
    case 'service_not_found':
      throw notFound(ctx)
    case 'service_not_usable':
    case 'not_supported':
      return goBackWith(ctx, 'error', 'staff_notices.service_not_usable')
    case 'already_under_way':
      return goBackWith(ctx, 'info', 'staff_notices.operation_at_work')
    default:
      return unreachable(type)
  }
}
