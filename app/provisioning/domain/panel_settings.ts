import { lostAfterMinutes } from '#app/provisioning/domain/supply'

/**
 * What is asked of a name before an address points back to it: that the name points to the address.
 * `refuse`: it has to; `warn`: it is set and said; `off`: nobody looks.
 */
export const forwardChecks = ['refuse', 'warn', 'off'] as const
export type ForwardCheck = (typeof forwardChecks)[number]

export interface PanelSettings {
  lostAfterMinutes: number
  forwardCheck: ForwardCheck
}

/** A name that does not point back is worth nothing to most mail servers, but its owner may be about to write it. */
export const forwardCheckDefault: ForwardCheck = 'warn'

/** The tenant's own choices among its settings. */
export function readPanelSettings(policies: Record<string, unknown>): PanelSettings {
  const chosen = forwardChecks.find((check) => check === policies.reverseNameCheck)
  return { lostAfterMinutes: lostAfterMinutes(policies), forwardCheck: chosen ?? forwardCheckDefault }
}

export function writePanelSettings(
  policies: Record<string, unknown>,
  settings: PanelSettings
): Record<string, unknown> {
  return {
    ...policies,
    panelLostAfterMinutes: settings.lostAfterMinutes,
    reverseNameCheck: settings.forwardCheck,
  }
}
