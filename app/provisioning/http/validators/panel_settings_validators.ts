import vine from '@vinejs/vine'
import { forwardChecks } from '#app/provisioning/domain/panel_settings'
import { lostAfterMinutesBounds } from '#app/provisioning/domain/supply'

const { minimum, maximum } = lostAfterMinutesBounds

export const changePanelSettingsBody = vine.create({
  /** As it was read: whoever saw older settings is refused. */
  version: vine.number().withoutDecimals().min(0),
  lost_after_minutes: vine.number().withoutDecimals().min(minimum).max(maximum),
  reverse_name_check: vine.enum(forwardChecks),
})
