import { inject } from '@adonisjs/core'
import { changeSettings, type SettingsChangedMeanwhile, type WrittenPolicies } from '#app/tenancy/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { ok, type Result } from '#app/shared/result'
import { type PanelSettings, writePanelSettings } from '#app/provisioning/domain/panel_settings'
import { panelSettingsChanged } from '#app/provisioning/panel_events'

/** Changes when a panel counts as lost, and what is asked of names that addresses point back to. */
@inject()
export class ChangePanelSettings {
  constructor(private events: EventLog) {}

  execute(input: {
    version: number
    settings: PanelSettings
  }): Promise<Result<WrittenPolicies, SettingsChangedMeanwhile>> {
    return inTransaction(() =>
      changeSettings<never>(input.version, async (before) => {
        const { id } = currentTenant()
        await this.events.record([
          fact(panelSettingsChanged, { kind: 'tenant', id }, { data: { ...input.settings } }),
        ])
        return ok(writePanelSettings(before, input.settings))
      })
    )
  }
}
