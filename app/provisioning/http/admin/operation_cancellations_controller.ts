import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { SteerOperation } from '#app/provisioning/actions/steer_operation'
import { refuseSteering } from '#app/provisioning/http/admin/operation_answers'
import { reasonForm } from '#app/provisioning/http/admin/validators'

/** Calls an operation off that waits or has not begun. */
@inject()
export default class OperationCancellationsController {
  constructor(private steerOperation: SteerOperation) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const result = await this.steerOperation.cancel({ operationId: readRecordId(ctx, 'operation'), reason })
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.operation_cancelled')
    return refuseSteering(ctx, result.error)
  }
}
