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
import type { GatewayAccount } from '#app/payments/domain/gateway_values'
import { modeFieldOf, type SettingsComplaint } from '#app/payments/domain/settings_form'
import { findDriver } from '#app/payments/drivers/registry'
import { gatewayConnected } from '#app/payments/events'
import { findGateway, type Gateway, listGatewayRows, saveGateway } from '#app/payments/records/gateways'

export interface ConnectGatewayInput {
  /** Given again, it changes the settings of that gateway. */
  id?: string
  driver: string
  name: string
  config: Record<string, unknown>
  secrets: Record<string, string>
  position?: number
  /** Secrets that were entered now; all of them when left out. */
  newSecrets?: string[]
  /** Whose account they opened, when they were tested. */
  account?: GatewayAccount
}

export type ConnectGatewayError =
  | { type: 'driver_not_found' }
  | { type: 'settings_refused'; complaints: SettingsComplaint[] }
  | { type: 'driver_differs' }
  /** Real and pretended money are never mixed: the other mode is a gateway of its own. `field` says the mode in the form. */
  | { type: 'mode_differs'; field: string | null }

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
      if (known && (known.config.isLive === true) !== driver.isLive(input))
        return err({ type: 'mode_differs', field: modeFieldOf(driver.settingsForm) })

      const gateway = await saveGateway(await this.toGateway(id, input, known))
      await this.events.record([fact(gatewayConnected, { kind: 'gateway', id }, { data: { gatewayId: id } })])
      driver.browserOrigins(gateway).forEach(allowGatewayOrigin)
      return ok(gateway)
    })
  }

  private async toGateway(
    id: string,
    input: ConnectGatewayInput,
    known: Gateway | null
  ): Promise<Omit<Gateway, 'ledgerCode'>> {
    const now = this.clock.now()
    const { newSecrets = Object.keys(input.secrets), account } = input
    return {
      id,
      driver: input.driver,
      name: input.name,
      status: known?.status ?? 'active',
      config: input.config,
      secrets: seal(JSON.stringify(input.secrets), sealContext(id)),
      position: input.position ?? known?.position ?? (await listGatewayRows()).length,
      createdAt: known?.createdAt ?? now,
      secretsSetAt: {
        ...known?.secretsSetAt,
        ...Object.fromEntries(newSecrets.map((name) => [name, now.toISOString()])),
      },
      account: account ? { ...account, checkedAt: now.toISOString() } : (known?.account ?? null),
      webhook: known?.webhook ?? null,
    }
  }
}
