import { inject } from '@adonisjs/core'
import { listDatacenters } from '#app/network/index'
import { takeTurn } from '#app/shared/database/take_turns'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { openSecrets } from '#app/provisioning/actions/panel_connections'
import { Clock } from '#app/shared/time/clock'
import type { ConfigFault, PanelConfig } from '#app/provisioning/drivers/contract'
import { readFields } from '#app/provisioning/drivers/panel_config'
import { findPanelDriver, panelDriverNames } from '#app/provisioning/drivers/registry'
import { panelChanged, panelConnected } from '#app/provisioning/panel_events'
import {
  findPanel,
  findPanelByCode,
  insertPanel,
  type PanelChanges,
  type PanelStatus,
  updatePanel,
} from '#app/provisioning/records/panels'

export interface ConnectPanelInput {
  driver: string
  /** What locations of the catalogue call it: `fra`. */
  code: string
  name: string
  location: string
  /** The panel's interface: `https://panel.example.net/api/v1`. */
  baseUrl: string
  token: string
  /** Further secrets of its driver, by name. */
  secrets?: Record<string, string>
  /** Settings of its driver. */
  config?: Record<string, unknown>
  maxConcurrentCalls?: number
  /** Where its machines stand. */
  datacenterId?: string | null
}

export interface ChangePanelInput {
  panelId: string
  name?: string
  location?: string
  baseUrl?: string
  /** Absent: the present one stays. */
  token?: string
  /** Those given replace the present ones; others stay. */
  secrets?: Record<string, string>
  config?: Record<string, unknown>
  status?: PanelStatus
  maxConcurrentCalls?: number
  /** Absent: the present one stays; null: nobody says. */
  datacenterId?: string | null
}

type PlaceError = { type: 'datacenter_not_found' }
type SettingsError = { type: 'config_invalid'; faults: ConfigFault[] }
export type ConnectPanelError =
  { type: 'code_taken' } | { type: 'driver_unknown' } | PlaceError | SettingsError
export type ChangePanelError = { type: 'panel_not_found' } | PlaceError | SettingsError

/** Connects a control panel, or changes how it is reached. Its token is sealed and never shown again. */
@inject()
export class ConnectPanel {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: ConnectPanelInput): Promise<Result<{ id: string }, ConnectPanelError>> {
    return inTransaction(async () => {
      if (!panelDriverNames.includes(input.driver)) return err({ type: 'driver_unknown' })
      takeTurn(`panels:${input.code}`)
      if (await findPanelByCode(input.code)) return err({ type: 'code_taken' })
      const {
        driver,
        code,
        name,
        location,
        baseUrl,
        token,
        maxConcurrentCalls = 4,
        datacenterId = null,
      } = input
      if (!(await isPlace(datacenterId))) return err({ type: 'datacenter_not_found' })
      const settings = readSettings(driver, input.config ?? {}, { ...input.secrets, token })
      if (!settings.ok) return settings
      const id = newId()
      await insertPanel({
        id,
        driver,
        code,
        name,
        location,
        baseUrl,
        config: settings.value.config,
        maxConcurrentCalls,
        datacenterId,
        secrets: seal(JSON.stringify(settings.value.secrets), `panel:${id}`),
        status: 'active',
        createdAt: this.clock.now(),
      })
      await this.events.record([fact(panelConnected, { kind: 'panel', id }, { data: { panelId: id } })])
      return ok({ id })
    })
  }

  change({
    panelId,
    token,
    secrets = {},
    config,
    ...changes
  }: ChangePanelInput): Promise<Result<{ id: string }, ChangePanelError>> {
    return inTransaction(async () => {
      const panel = await findPanel(panelId)
      if (!panel) return err({ type: 'panel_not_found' })
      if (!(await isPlace(changes.datacenterId))) return err({ type: 'datacenter_not_found' })
      const given = { ...secrets, ...(token ? { token } : {}) }
      const present = openSecrets(panel)
      const settings = readSettings(panel.driver, config ?? { ...panel.config }, { ...present, ...given })
      if (!settings.ok) return settings
      const all: PanelChanges = {
        ...changes,
        ...(config ? { config: settings.value.config } : {}),
        ...(Object.keys(given).length > 0
          ? { secrets: seal(JSON.stringify(settings.value.secrets), `panel:${panelId}`) }
          : {}),
      }
      await updatePanel(panelId, all)
      const fields = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [name]))
      await this.events.record([
        fact(panelChanged, { kind: 'panel', id: panelId }, { data: { panelId, fields } }),
      ])
      return ok({ id: panelId })
    })
  }
}

async function isPlace(datacenterId: string | null | undefined): Promise<boolean> {
  return !datacenterId || (await listDatacenters()).some(({ id }) => id === datacenterId)
}

/** Settings and secrets as the driver's tables want them; every fault at once. */
export function readSettings(
  driverName: string,
  config: Record<string, unknown>,
  secrets: Record<string, string>
): Result<{ config: PanelConfig; secrets: Record<string, string> }, SettingsError> {
  const driver = findPanelDriver(driverName)
  const [read, kept] = [driver.readConfig(config), readFields(driver.secretFields, secrets)]
  const faults = [...(read.ok ? [] : read.error), ...(kept.ok ? [] : kept.error)]
  if (!read.ok || !kept.ok) return err({ type: 'config_invalid', faults })
  return ok({ config: read.value, secrets: kept.value as Record<string, string> })
}
