import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readRecordId } from '#app/shared/http/record_id'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { answerRequest } from '#app/provisioning/http/admin/service_requests'
import { powerForm } from '#app/provisioning/http/admin/validators'

/** Staff switch a server on, off, or off and on. */
@inject()
export default class PowerChangesController {
  constructor(private requestOperation: RequestOperation) {}

  async store(ctx: HttpContext) {
    const { action } = await ctx.request.validateUsing(powerForm)
    const serviceId = readRecordId(ctx, 'service')
    const request = { serviceId, customerId: null, kind: 'power' as const, input: { power: action } }
    return answerRequest(ctx, await this.requestOperation.execute(request))
  }
}
