import { inReadTransaction } from '#app/shared/database/unit'
import { openGateway } from '#app/payments/actions/open_gateway'
import { findGateway } from '#app/payments/records/gateways'

/** Whether the gateway can be told where to send its messages, or a person has to enter the address there. */
export async function canSetUpWebhook(gatewayId: string): Promise<boolean> {
  const gateway = await inReadTransaction(() => findGateway(gatewayId))
  return gateway !== null && openGateway(gateway, { kind: 'gateway', id: gatewayId }).webhookSetup !== null
}
