import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { SteerOperation } from '#app/provisioning/actions/steer_operation'
import { refuseSteering } from '#app/provisioning/http/admin/operation_answers'
import { retryForm } from '#app/provisioning/http/admin/validators'

/** Tries an operation again: from where it stands, or from a step that staff choose. */
@inject()
export default class OperationRetriesController {
  constructor(private steerOperation: SteerOperation) {}

  async store(ctx: HttpContext) {
    const { position } = await ctx.request.validateUsing(retryForm)
    const operationId = readRecordId(ctx, 'operation')
    const result =
      position === undefined
        ? await this.steerOperation.retry(operationId)
        : await this.steerOperation.resumeAt({ operationId, position })
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.operation_retried')
    return refuseSteering(ctx, result.error)
  }
}
