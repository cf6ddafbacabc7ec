import { openSettings } from '#app/payments/actions/open_gateway'
import type { GatewaySettings } from '#app/payments/drivers/contract'
import { findGateway, type Gateway } from '#app/payments/records/gateways'

/** How a gateway is reached, secrets and all: for who sets it up, and nobody else. */
export async function findGatewaySettings(
  id: string
): Promise<(GatewaySettings & Pick<Gateway, 'name' | 'position'>) | null> {
  const gateway = await findGateway(id)
  return gateway && Object.assign(openSettings(gateway), { name: gateway.name, position: gateway.position })
}
