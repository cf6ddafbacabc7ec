import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer, tell, tellRefusal } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import { RebuildServer, type RebuildServerError } from '#app/provisioning/actions/rebuild_server'
import { RequestOperation, type RequestedKind } from '#app/provisioning/actions/request_operation'
import { idOf } from '#app/provisioning/http/api/service_access'
import { rebuildBody, switchPowerBody } from '#app/provisioning/http/validators/provisioning_validators'
import type { OperationInput } from '#app/provisioning/records/operations'

/** Work on a server that its customer asks for by a button. The page shows its steps as they happen. */
@inject()
export default class ServiceOperationsController {
  constructor(
    private requestOperation: RequestOperation,
    private rebuildServer: RebuildServer
  ) {}

  async power(ctx: HttpContext) {
    const { action } = await ctx.request.validateUsing(switchPowerBody)
    return this.request(ctx, { kind: 'power', input: { power: action }, told: 'provisioning.power.asked' })
  }

  async rebuild(ctx: HttpContext) {
    const { template, ssh_keys = [] } = await ctx.request.validateUsing(rebuildBody)
    const queued = await this.rebuildServer.execute({
      serviceId: idOf(ctx, 'service'),
      customerId: ownCustomer(ctx),
      template,
      sshKeyIds: ssh_keys.map((id) => readId('sshKey', id)),
    })
    return this.answer(ctx, queued, 'provisioning.rebuild.asked')
  }

  async passwordReset(ctx: HttpContext) {
    return this.request(ctx, {
      kind: 'reset_password',
      input: {},
      told: 'provisioning.credentials.reset_asked',
    })
  }

  private async request(
    ctx: HttpContext,
    { kind, input, told }: { kind: RequestedKind; input: OperationInput; told: string }
  ) {
    const customerId = ownCustomer(ctx)
    const queued = await this.requestOperation.execute({
      serviceId: idOf(ctx, 'service'),
      customerId,
      kind,
      input,
    })
    return this.answer(ctx, queued, told)
  }

  private answer(ctx: HttpContext, queued: Result<unknown, RebuildServerError>, told: string) {
    if (queued.ok) tell(ctx, 'success', told)
    else if (queued.error.type === 'service_not_found') return nothingHere(ctx)
    else tellRefusal(ctx, 'provisioning', queued.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
  }
}
