import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { actingAs } from '#app/shared/database/unit'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { ReceiveWebhook } from '#app/payments/actions/receive_webhook'

/** Takes in what gateways tell us. A message is answered as soon as it is kept; a forged one learns nothing. */
@inject()
export default class WebhooksController {
  constructor(private receive: ReceiveWebhook) {}

  async store(ctx: HttpContext) {
    const gatewayId = readId('gateway', ctx.params.gatewayId)
    const rawBody = ctx.request.raw()
    const received =
      gatewayId && rawBody
        ? await actingAs({ actor: { kind: 'gateway', id: gatewayId } }, () =>
            this.receive.execute({
              gatewayId,
              driver: ctx.params.driver,
              rawBody,
              headers: ctx.request.headers(),
            })
          )
        : null
    if (received && !received.ok && received.error === 'unverified') {
      const detail = 'The signature could not be checked at the moment. Send the message again later.'
      return sendProblem(ctx, { status: 503, code: 'unverified', detail })
    }
    if (!received?.ok)
      return sendProblem(ctx, { status: 400, code: 'refused', detail: 'The message was refused.' })
    return { received: true }
  }
}
