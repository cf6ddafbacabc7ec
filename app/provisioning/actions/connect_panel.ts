import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import type { PanelConfig } from '#app/provisioning/drivers/contract'
import { panelDriverNames } from '#app/provisioning/drivers/registry'
import { panelChanged, panelConnected } from '#app/provisioning/events'
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
  config?: PanelConfig
  maxConcurrentCalls?: number
}

export interface ChangePanelInput {
  panelId: string
  name?: string
  location?: string
  baseUrl?: string
  /** Absent: the present one stays. */
  token?: string
  config?: PanelConfig
  status?: PanelStatus
  maxConcurrentCalls?: number
}

export type ConnectPanelError = { type: 'code_taken' } | { type: 'driver_unknown' }

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
      if (await findPanelByCode(input.code)) return err({ type: 'code_taken' })
      const id = newId()
      const { driver, code, name, location, baseUrl, token, config = {}, maxConcurrentCalls = 4 } = input
      await insertPanel({
        id,
        driver,
        code,
        name,
        location,
        baseUrl,
        config,
        maxConcurrentCalls,
        secrets: seal(token, `panel:${id}`),
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
    ...changes
  }: ChangePanelInput): Promise<Result<{ id: string }, { type: 'panel_not_found' }>> {
    return inTransaction(async () => {
      if (!(await findPanel(panelId))) return err({ type: 'panel_not_found' })
      const all: PanelChanges = { ...changes, ...(token ? { secrets: seal(token, `panel:${panelId}`) } : {}) }
      await updatePanel(panelId, all)
      const fields = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [name]))
      await this.events.record([
        fact(panelChanged, { kind: 'panel', id: panelId }, { data: { panelId, fields } }),
      ])
      return ok({ id: panelId })
    })
  }
}
