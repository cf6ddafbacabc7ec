import vine from '@vinejs/vine'
import type { WrittenPolicies } from '#app/tenancy/index'
import { forwardChecks, readPanelSettings } from '#app/provisioning/domain/panel_settings'

export function showPanelSettings({ settings, version }: WrittenPolicies) {
  const { lostAfterMinutes, forwardCheck } = readPanelSettings(settings)
  return { version, lost_after_minutes: lostAfterMinutes, reverse_name_check: forwardCheck }
}

export const panelSettingsShape = vine.create({
  version: vine.number(),
  lost_after_minutes: vine.number(),
  reverse_name_check: vine.enum(forwardChecks),
})
