import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId, showId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { findSurfaceUrls } from '#app/tenancy/index'
import { openGateway, openSettings, sealContext } from '#app/payments/actions/open_gateway'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { gatewayWebhookSetUp } from '#app/payments/events'
import { findGateway, type Gateway, lockGateway, saveGateway } from '#app/payments/records/gateways'

export type SetUpWebhookError =
  | { type: 'gateway_not_found' }
  /** A person has to enter the address at this gateway. */
  | { type: 'not_offered' }
  | { type: 'not_answered'; failure: GatewayFailure }

/**
 * Tells a gateway where to send its messages, and keeps the secret by which they are known. Made anew, the new endpoint is kept before
 * the old one is taken away, so that no message is lost in between: what the old one still sends is refused and sent again.
 */
@inject()
export class SetUpGatewayWebhook {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ gatewayId }: { gatewayId: string }): Promise<Result<Gateway, SetUpWebhookError>> {
    const gateway = await inReadTransaction(() => findGateway(gatewayId))
    if (!gateway) return err({ type: 'gateway_not_found' })
    const calls = openGateway(gateway, { kind: 'gateway', id: gatewayId }).webhookSetup
    if (!calls) return err({ type: 'not_offered' })
    const url = await webhookUrl(gateway)
    const made = await calls.setUp({ url, idempotencyKey: newId() })
    if (!made.ok) return err({ type: 'not_answered', failure: made.error })
    const changed = await this.keep(gatewayId, url, made.value)
    // An endpoint that stays is only noise: its messages are refused, and the next time it is taken away.
    await calls.removeOthers({ url, keep: made.value.reference })
    return ok(changed)
  }

  private keep(
    gatewayId: string,
    url: string,
    made: { reference: string; secrets: Record<string, string>; config: Record<string, string> }
  ): Promise<Gateway> {
    return inTransaction(async () => {
      const gateway = (await lockGateway(gatewayId))!
      const setAt = this.clock.now().toISOString()
      const secrets = { ...openSettings(gateway).secrets, ...made.secrets }
      const setNow = Object.fromEntries(Object.keys(made.secrets).map((name) => [name, setAt]))
      const changed: Gateway = {
        ...gateway,
        config: { ...gateway.config, ...made.config },
        secrets: seal(JSON.stringify(secrets), sealContext(gatewayId)),
        secretsSetAt: { ...gateway.secretsSetAt, ...setNow },
        webhook: { reference: made.reference, url, setAt },
      }
      await saveGateway(changed)
      const data = { gatewayId, url }
      await this.events.record([fact(gatewayWebhookSetUp, { kind: 'gateway', id: gatewayId }, { data })])
      return changed
    })
  }
}

/** Where a gateway sends its messages: the address names it, because its secret checks the signature. */
export async function webhookUrl({ id, driver }: Pick<Gateway, 'id' | 'driver'>): Promise<string> {
  const { account } = await findSurfaceUrls()
  return `${account}/webhooks/${driver}/${showId('gateway', id)}`
}
