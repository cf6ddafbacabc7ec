import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { unseal } from '#app/shared/secrets/keyring'
import type { GatewayConnection, GatewaySettings } from '#app/payments/drivers/contract'
import { driverNamed } from '#app/payments/drivers/registry'
import type { Gateway } from '#app/payments/records/gateways'

/** What the secrets of a gateway are sealed for: they cannot be opened as those of another. */
export function sealContext(gatewayId: string): string {
  return `gateway:${gatewayId}`
}

/** A gateway's settings, whose secrets are opened when somebody asks for them: for the moment of a call, never kept. */
export function openSettings({ id, config, secrets: sealed }: Gateway): GatewaySettings {
  return {
    id,
    config,
    get secrets() {
      return JSON.parse(unseal(sealed, sealContext(id))) as Record<string, string>
    },
  }
}

/** Opens the line to a gateway to speak about one thing of ours. */
export function openGateway(gateway: Gateway, subject: CallSubject): GatewayConnection {
  return driverNamed(gateway.driver).connect(openSettings(gateway), subject)
}
