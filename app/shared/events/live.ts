/** Tells whoever listens (the realtime gateway) that facts were committed. Set once per process; silent when nobody set it. */
type LiveListener = (tenantId: string, customerIds: (string | null)[], eventNames: string[]) => void

const state: { listener: LiveListener | null } = { listener: null }

export function listenLive(listener: LiveListener): void {
  state.listener = listener
}

export function announceLive(tenantId: string, customerIds: (string | null)[], eventNames: string[]): void {
  state.listener?.(tenantId, customerIds, eventNames)
}
