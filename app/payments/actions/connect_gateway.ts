import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { allowGatewayOrigin } from '#app/shared/http/content_security_policy'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { sealContext } from '#app/payments/actions/open_gateway'
import { findDriver } from '#app/payments/drivers/registry'
import { gatewayConnected } from '#app/payments/events'
import { findGateway, type Gateway, saveGateway } from '#app/payments/records/gateways'

export interface ConnectGatewayInput {
  /** Given again, it changes the settings of that gateway. */
  id?: string
  driver: string
  name: string
  config: Record<string, unknown>
  secrets: Record<string, string>
  position?: number
}

export type ConnectGatewayError =
  | { type: 'driver_not_found' }
  | { type: 'settings_refused'; complaints: string[] }
  | { type: 'driver_differs' }

/** Connects a payment gateway, or changes how it is connected. Its secrets are sealed before they are written. */
@inject()
export class ConnectGateway {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: ConnectGatewayInput): Promise<Result<Gateway, ConnectGatewayError>> {
    return inTransaction(async () => {
      const id = input.id ?? newId()
      const driver = findDriver(input.driver)
      if (!driver) return err({ type: 'driver_not_found' })
      const complaints = driver.checkSettings({ id, config: input.config, secrets: input.secrets })
      if (complaints.length > 0) return err({ type: 'settings_refused', complaints })
      const known = await findGateway(id)
      if (known && known.driver !== input.driver) return err({ type: 'driver_differs' })

      const gateway: Gateway = {
        id,
        driver: input.driver,
        name: input.name,
        status: 'active',
        config: input.config,
        secrets: seal(JSON.stringify(input.secrets), sealContext(id)),
        position: input.position ?? 0,
        createdAt: known?.createdAt ?? this.clock.now(),
      }
      await saveGateway(gateway)
      await this.events.record([fact(gatewayConnected, { kind: 'gateway', id }, { data: { gatewayId: id } })])
      driver.browserOrigins(gateway).forEach(allowGatewayOrigin)
      return ok(gateway)
    })
  }
}
