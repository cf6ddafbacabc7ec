import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { ConnectionReport, PanelFailure } from '#app/provisioning/drivers/contract'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { hastenOperations } from '#app/provisioning/records/operations'
import { findPanel, updatePanel } from '#app/provisioning/records/panels'

export type CheckPanelError = { type: 'panel_not_found' } | { type: 'panel_failed'; failure: PanelFailure }

/** For so long what waited for a panel is spread once it is back. */
const spreadMs = 60_000

/** Asks a panel whether it is there and lets us do what selling needs, and notes the answer. What waited for one that is back is soon due. */
@inject()
export class CheckPanel {
  constructor(
    private clock: Clock,
    private connections: PanelConnections
  ) {}

  async execute(panelId: string): Promise<Result<ConnectionReport, CheckPanelError>> {
    const panel = await inReadTransaction(() => findPanel(panelId))
    if (!panel) return err({ type: 'panel_not_found' })
    const report = await this.connections.open(panel, { kind: 'panel', id: panelId }).checkConnection()
    const lastCheckedAt = this.clock.wall()
    const seen = report.ok
      ? { lastSeenAt: lastCheckedAt, lastError: null }
      : { lastError: report.error.message }
    await inTransaction(async () => {
      await updatePanel(panelId, { lastCheckedAt, ...seen })
      const isBack = report.ok && panel.lastError !== null
      if (isBack) await hastenOperations({ panelId, at: lastCheckedAt, withinMs: spreadMs })
    })
    return report.ok ? ok(report.value) : err({ type: 'panel_failed', failure: report.error })
  }
}
