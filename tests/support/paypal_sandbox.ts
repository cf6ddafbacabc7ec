import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { ConnectGateway } from '#app/payments/index'
import { ReceiveWebhook } from '#app/payments/actions/receive_webhook'
import { certificateUrl, paypalSettings, signedMessage } from '#tests/sandbox/paypal/paypal_client'
import type { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

export * from '#tests/sandbox/paypal/paypal_client'

/** Connects a tenant to the PayPal stand-in. @returns the gateway's id */
export async function connectPaypal(tenant: Tenant, sandbox: Sandbox): Promise<string> {
  const connect = await app.container.make(ConnectGateway)
  const settings = {
    id: newId(),
    driver: 'paypal',
    name: 'PayPal',
    ...paypalSettings(sandbox, { timeoutMs: 1_500 }),
  }
  const result = await as(tenant, () => connect.execute(settings))
  if (!result.ok) throw new Error(`PayPal was not connected: ${JSON.stringify(result.error)}`)
  return result.value.id
}

/** Brings the stand-in's events of one type to the platform, signed as PayPal would. @returns how each was received */
export async function relayEvents(
  tenant: Tenant,
  sandbox: Sandbox,
  { gatewayId, type }: { gatewayId: string; type: string }
): Promise<string[]> {
  const { events } = await sandbox.state<{ events: { event_type: string }[] }>('paypal')
  const receive = await app.container.make(ReceiveWebhook)
  const outcomes: string[] = []
  for (const event of events.filter(({ event_type: each }) => each === type)) {
    const { rawBody, headers } = signedMessage({
      at: new Date(),
      body: JSON.stringify(event),
      certificateUrl: certificateUrl(sandbox),
    })
    const received = await as(tenant, () =>
      receive.execute({ gatewayId, driver: 'paypal', rawBody, headers })
    )
    outcomes.push(received.ok ? (received.value.isNew ? 'new' : 'known') : received.error)
  }
  return outcomes
}
