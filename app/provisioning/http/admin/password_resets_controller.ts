import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readRecordId } from '#app/shared/http/record_id'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { answerRequest } from '#app/provisioning/http/admin/service_requests'

/** Staff have a new password set on a server. Only the customer is shown it. */
@inject()
export default class PasswordResetsController {
  constructor(private requestOperation: RequestOperation) {}

  async store(ctx: HttpContext) {
    const serviceId = readRecordId(ctx, 'service')
    const result = await this.requestOperation.execute({
      serviceId,
      customerId: null,
      kind: 'reset_password',
    })
    return answerRequest(ctx, result)
  }
}
