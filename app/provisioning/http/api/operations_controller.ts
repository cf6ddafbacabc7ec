import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { SteerOperation } from '#app/provisioning/actions/steer_operation'
import { refuseSteering, sendOperationNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'
import {
  showOperation,
  showOperationToStaff,
  showRemoteCall,
  showStory,
} from '#app/provisioning/http/transformers/operation_transformer'
import {
  cancelOperationBody,
  listOperationsQuery,
  resumeOperationBody,
} from '#app/provisioning/http/validators/provisioning_validators'
import { findOperationStory, listOperations } from '#app/provisioning/queries/list_operations'
import { listRemoteCalls } from '#app/provisioning/queries/list_remote_calls'

/** Work on services: what was done, what waits, and for staff each step, each call, and how it goes on. */
@inject()
export default class OperationsController {
  constructor(private steer: SteerOperation) {}

  async index(ctx: HttpContext) {
    const { customerId, serviceIds, isStaff } = reachOf(ctx)
    const { status, kind, service, cursor, limit } = await ctx.request.validateUsing(listOperationsQuery)
    const serviceId = service === undefined ? undefined : readId('service', service)
    if (serviceId === null) return { data: [], next_cursor: null }
    const page = await listOperations({
      customerId,
      serviceIds,
      serviceId,
      status,
      kind,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return isStaff ? toListAnswer(page, showOperationToStaff) : toListAnswer(page, showOperation)
  }

  async show(ctx: HttpContext) {
    const { customerId, serviceIds, isStaff } = reachOf(ctx)
    const story = await findOperationStory(idOf(ctx, 'operation'), customerId)
    if (!story || (serviceIds && !serviceIds.includes(story.operation.serviceId)))
      return sendOperationNotFound(ctx)
    return isStaff ? showStory(story) : showOperation(story.operation)
  }

  async calls(ctx: HttpContext) {
    if (!(await findOperationStory(idOf(ctx, 'operation'), null))) return sendOperationNotFound(ctx)
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    const page = await listRemoteCalls({
      subject: { kind: 'operation', id: idOf(ctx, 'operation') },
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showRemoteCall)
  }

  async retry(ctx: HttpContext) {
    const retried = await this.steer.retry(idOf(ctx, 'operation'))
    return retried.ok ? this.show(ctx) : refuseSteering(ctx, retried.error)
  }

  async resume(ctx: HttpContext) {
    const { position } = await ctx.request.validateUsing(resumeOperationBody)
    const resumed = await this.steer.resumeAt({ operationId: idOf(ctx, 'operation'), position })
    return resumed.ok ? this.show(ctx) : refuseSteering(ctx, resumed.error)
  }

  async cancel(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(cancelOperationBody)
    const cancelled = await this.steer.cancel({ operationId: idOf(ctx, 'operation'), reason })
    return cancelled.ok ? this.show(ctx) : refuseSteering(ctx, cancelled.error)
  }
}
