import { setTimeout as pause } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { openGateway } from '#app/payments/actions/open_gateway'
import type { SetUpWebhookError } from '#app/payments/actions/set_up_gateway_webhook'
import type { WebhookStanding } from '#app/payments/drivers/contract'
import { findGateway } from '#app/payments/records/gateways'
import { findLastArrival } from '#app/payments/records/inbox'

export interface WebhookTest {
  standing: WebhookStanding
  /** Whether one came that the gateway was made to send; null where it was not asked for any. */
  hasArrived: boolean | null
}

const looksPerSecond = 4

/**
 * Tells whether messages of a gateway come through: it still knows our endpoint, and a message that it is made to send arrives, signed with
 * the secret that we keep, before whoever asked has lost patience.
 */
@inject()
export class TestGatewayWebhook {
  async execute({
    gatewayId,
    waitSeconds = 10,
  }: {
    gatewayId: string
    waitSeconds?: number
  }): Promise<Result<WebhookTest, SetUpWebhookError>> {
    const gateway = await inReadTransaction(() => findGateway(gatewayId))
    if (!gateway) return err({ type: 'gateway_not_found' })
    const calls = openGateway(gateway, { kind: 'gateway', id: gatewayId }).webhookSetup
    if (!calls) return err({ type: 'not_offered' })
    if (!gateway.webhook) return ok({ standing: 'missing', hasArrived: null })
    const standing = await calls.look(gateway.webhook)
    if (!standing.ok) return err({ type: 'not_answered', failure: standing.error })
    if (standing.value !== 'known' || !calls.provoke)
      return ok({ standing: standing.value, hasArrived: null })

    const before = await inReadTransaction(() => findLastArrival(gatewayId))
    const sent = await calls.provoke({ idempotencyKey: newId() })
    if (!sent.ok) return err({ type: 'not_answered', failure: sent.error })
    return ok({ standing: 'known', hasArrived: await this.arrives(gatewayId, before, waitSeconds) })
  }

  private async arrives(gatewayId: string, before: Date | null, waitSeconds: number): Promise<boolean> {
    for (let look = 0; look <= waitSeconds * looksPerSecond; look += 1) {
      if (look > 0) await pause(1_000 / looksPerSecond)
      const last = await inReadTransaction(() => findLastArrival(gatewayId))
      if (last !== null && last.getTime() !== before?.getTime()) return true
    }
    return false
  }
}
