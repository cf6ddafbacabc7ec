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

/** How many running services of a panel have addresses, and of how many none is kept yet. */
export const addressImportShape = vine.create({
  panel: vine.object({ id: vine.string(), name: vine.string() }),
  service_count: vine.number(),
  left_count: vine.number(),
})

export const begunImportShape = vine.create({ panel_id: vine.string() })
