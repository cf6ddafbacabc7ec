import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { RequestOperation, type RequestedKind } from '#app/provisioning/actions/request_operation'
import { RebuildServer } from '#app/provisioning/actions/rebuild_server'
import { ResizeService } from '#app/provisioning/actions/resize_service'
import { refuseOperation } from '#app/provisioning/http/api/provisioning_refusals'
import { idempotencyKeyOf, idOf, reachOf } from '#app/provisioning/http/api/service_access'
import { showOperation } from '#app/provisioning/http/transformers/operation_transformer'
import {
  rebuildBody,
  resizeBody,
  switchPowerBody,
} from '#app/provisioning/http/validators/provisioning_validators'
import type { OperationInput } from '#app/provisioning/records/operations'

/** Work that a customer or staff ask for. Each answers with the operation that was queued. */
@inject()
export default class ServiceOperationsController {
  constructor(
    private requestOperation: RequestOperation,
    private resizeService: ResizeService,
    private rebuildServer: RebuildServer
  ) {}

  async power(ctx: HttpContext) {
    const { action } = await ctx.request.validateUsing(switchPowerBody)
    return this.request(ctx, 'power', { power: action })
  }

  async rebuild(ctx: HttpContext) {
    const { template, ssh_keys = [] } = await ctx.request.validateUsing(rebuildBody)
    const queued = await this.rebuildServer.execute({
      serviceId: idOf(ctx, 'service'),
      customerId: reachOf(ctx).customerId,
      template,
      sshKeyIds: ssh_keys.map((id) => readId('sshKey', id)),
      idempotencyKey: idempotencyKeyOf(ctx),
    })
    return queued.ok ? showOperation(queued.value) : refuseOperation(ctx, queued.error)
  }

  async passwordReset(ctx: HttpContext) {
    return this.request(ctx, 'reset_password', {})
  }

  async resize(ctx: HttpContext) {
    const { plan_id } = await ctx.request.validateUsing(resizeBody)
    const planId = readId('plan', plan_id)
    if (!planId) return refuseOperation(ctx, { type: 'plan_not_found' })
    const queued = await this.resizeService.execute({ serviceId: idOf(ctx, 'service'), planId })
    return queued.ok ? showOperation(queued.value) : refuseOperation(ctx, queued.error)
  }

  private async request(ctx: HttpContext, kind: RequestedKind, input: OperationInput) {
    const { customerId } = reachOf(ctx)
    const idempotencyKey = idempotencyKeyOf(ctx)
    const queued = await this.requestOperation.execute({
      serviceId: idOf(ctx, 'service'),
      customerId,
      kind,
      input,
      idempotencyKey,
    })
    return queued.ok ? showOperation(queued.value) : refuseOperation(ctx, queued.error)
  }
}
