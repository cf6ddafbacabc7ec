import { inject } from '@adonisjs/core'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import type { ConfigFault, ConnectionReport, PanelFailure } from '#app/provisioning/drivers/contract'
import { findPanelDriver, panelDriverNames } from '#app/provisioning/drivers/registry'
import { type ConnectPanelInput, readSettings } from '#app/provisioning/actions/connect_panel'

export type TryPanelError =
  | { type: 'driver_unknown' }
  | { type: 'config_invalid'; faults: ConfigFault[] }
  | { type: 'panel_failed'; failure: PanelFailure }

export type TryPanelInput = Pick<
  ConnectPanelInput,
  'driver' | 'code' | 'baseUrl' | 'token' | 'secrets' | 'config'
>

/** Tries how a panel would be reached before anything is kept: nobody is sold a server on one that never answered. */
@inject()
export class TryPanel {
  async execute(input: TryPanelInput): Promise<Result<ConnectionReport, TryPanelError>> {
    const { driver, code, baseUrl, token, secrets, config = {} } = input
    if (!panelDriverNames.includes(driver)) return err({ type: 'driver_unknown' })
    const settings = readSettings(driver, config, { ...secrets, token })
    if (!settings.ok) return settings
    const id = newId()
    const connection = { id, code, baseUrl, ...settings.value, maxConcurrentCalls: 4 }
    const report = await findPanelDriver(driver).open(connection, { kind: 'panel', id }).checkConnection()
    return report.ok ? ok(report.value) : err({ type: 'panel_failed', failure: report.error })
  }
}
