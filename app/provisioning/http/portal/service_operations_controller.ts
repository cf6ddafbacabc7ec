import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer, tell, tellRefusal } from '#app/shared/http/portal_answers'
import { RequestOperation, type RequestedKind } from '#app/provisioning/actions/request_operation'
import { idOf } from '#app/provisioning/http/api/service_access'
import { rebuildBody, switchPowerBody } from '#app/provisioning/http/validators/provisioning_validators'
import type { OperationInput } from '#app/provisioning/records/operations'

/** Work on a server that its customer asks for by a button. The page shows its steps as they happen. */
@inject()
export default class ServiceOperationsController {
  constructor(private requestOperation: RequestOperation) {}

  async power(ctx: HttpContext) {
    const { action } = await ctx.request.validateUsing(switchPowerBody)
    return this.request(ctx, { kind: 'power', input: { power: action }, told: 'provisioning.power.asked' })
  }

  async rebuild(ctx: HttpContext) {
    const { template } = await ctx.request.validateUsing(rebuildBody)
    return this.request(ctx, { kind: 'rebuild', input: { template }, told: 'provisioning.rebuild.asked' })
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
    if (queued.ok) tell(ctx, 'success', told)
    else if (queued.error.type === 'service_not_found') return nothingHere(ctx)
    else tellRefusal(ctx, 'provisioning', queued.error)
    return ctx.response.redirect().toPath(`/services/${ctx.params.id}`)
  }
}
