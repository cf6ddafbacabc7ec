import type { SupplyGap } from '#app/catalogue/index'

export interface SeenPanel {
  id: string
  code: string
  driver: string
  status: string
  lastCheckedAt: Date | null
  lastSeenAt: Date | null
}

/** For how long nobody may be able to say what a panel has room for, until nothing new is sold on it, in minutes. */
export const lostAfterMinutesDefault = 15
export const lostAfterMinutesBounds = { minimum: 2, maximum: 1440 } as const

/** The tenant's own choice among its settings, within bounds. */
export function lostAfterMinutes(policies: Record<string, unknown>): number {
  const chosen = policies.panelLostAfterMinutes
  const { minimum, maximum } = lostAfterMinutesBounds
  const isChosen = typeof chosen === 'number' && chosen >= minimum && chosen <= maximum
  return isChosen ? chosen : lostAfterMinutesDefault
}

/**
 * Where nothing new can be delivered: panels that have not answered for too long, or that staff closed for new servers, and kinds of which no
 * panel is left. A panel that was never looked at is taken for good; its first order will find out.
 */
export function findSupplyGaps(
  panels: readonly SeenPanel[],
  { now, lostAfterMinutes: minutes }: { now: Date; lostAfterMinutes: number }
): SupplyGap[] {
  const isOpen = (panel: SeenPanel) => panel.status === 'active' && !isLost(panel, { now, minutes })
  const closed = panels.filter((panel) => !isOpen(panel))
  const kinds = [...new Set(panels.map(({ driver }) => driver))]
  return [
    ...closed.map(({ driver, code }) => ({ panelDriver: driver, location: code })),
    ...kinds
      .filter((driver) => !panels.some((panel) => panel.driver === driver && isOpen(panel)))
      .map((driver) => ({ panelDriver: driver, location: null })),
  ]
}

function isLost(
  { lastCheckedAt, lastSeenAt }: SeenPanel,
  { now, minutes }: { now: Date; minutes: number }
): boolean {
  if (!lastCheckedAt) return false
  return !lastSeenAt || now.getTime() - lastSeenAt.getTime() > minutes * 60_000
}
