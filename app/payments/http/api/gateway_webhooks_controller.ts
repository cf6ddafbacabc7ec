import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { RetryMessage } from '#app/payments/actions/retry_message'
import { SetUpGatewayWebhook, type SetUpWebhookError } from '#app/payments/actions/set_up_gateway_webhook'
import { TestGatewayWebhook } from '#app/payments/actions/test_gateway_webhook'
import { refuseCall, sendGatewayNotFound } from '#app/payments/http/api/gateway_refusals'
import { readGatewayFile } from '#app/payments/http/api/gateways_controller'

/** Where gateways send their messages, and messages that were not understood. */
@inject()
export default class GatewayWebhooksController {
  constructor(
    private setUp: SetUpGatewayWebhook,
    private test: TestGatewayWebhook,
    private retry: RetryMessage
  ) {}

  async store(ctx: HttpContext) {
    const gatewayId = readId('gateway', ctx.params.id)
    if (!gatewayId) return sendGatewayNotFound(ctx)
    const made = await this.setUp.execute({ gatewayId })
    if (made.ok) return readGatewayFile(gatewayId)
    return this.refuse(ctx, made.error)
  }

  /** Whether messages come through; takes some seconds where the gateway is made to send one. */
  async check(ctx: HttpContext) {
    const gatewayId = readId('gateway', ctx.params.id)
    if (!gatewayId) return sendGatewayNotFound(ctx)
    const tested = await this.test.execute({ gatewayId })
    if (!tested.ok) return this.refuse(ctx, tested.error)
    return { standing: tested.value.standing, has_arrived: tested.value.hasArrived }
  }

  /** A message that only a person could decide about, or that failed too often, is handled once more. */
  async retryMessage(ctx: HttpContext) {
    const messageId = readId('webhookMessage', ctx.params.id)
    const retried = messageId ? await this.retry.execute({ messageId }) : null
    if (retried?.ok) return ctx.response.status(202).send({ queued: true })
    const code = retried?.error ?? 'message_not_found'
    const detail = ctx.i18n.t(`gateways.refused.${code}`)
    return sendProblem(ctx, { status: code === 'message_not_found' ? 404 : 409, code, detail })
  }

  private refuse(ctx: HttpContext, error: SetUpWebhookError) {
    switch (error.type) {
      case 'gateway_not_found':
        return sendGatewayNotFound(ctx)
      case 'not_offered':
        return sendProblem(ctx, {
          status: 409,
          code: 'not_offered',
          detail: ctx.i18n.t('gateways.refused.not_offered'),
        })
      case 'not_answered':
        return refuseCall(ctx, error.failure)
      default:
        return unreachable(error)
    }
  }
}
