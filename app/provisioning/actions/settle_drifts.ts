import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueueMany } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type DriftRepair, mayRepair, repairsFor } from '#app/provisioning/domain/drift'
import { repairDrift } from '#app/provisioning/domain/jobs'
import { driftIgnored, driftRepairChosen } from '#app/provisioning/drift_events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { type DriftRow, lockDrifts, updateDrifts } from '#app/provisioning/records/drifts'
import { listPanels } from '#app/provisioning/records/panels'

export type SettleDriftsError =
  | { type: 'drift_not_found' }
  /** Of each that cannot be repaired so: it is settled, being repaired, or its kind knows no such repair. */
  | { type: 'repair_not_possible'; driftIds: string[] }

/** Decides what becomes of what differs: repaired in the background, or left as it is with a reason. All of them or none. */
@inject()
export class SettleDrifts {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections
  ) {}

  repair(input: {
    driftIds: readonly string[]
    /** The proposed one of each when left out. */
    repair?: DriftRepair
  }): Promise<Result<DriftRow[], SettleDriftsError>> {
    return inTransaction(async () => {
      const ids = [...new Set(input.driftIds)]
      const drifts = await lockDrifts(ids)
      if (drifts.length < ids.length) return err({ type: 'drift_not_found' })
      const chosen = await this.choose(drifts, input.repair)
      const impossible = chosen.filter(({ repair }) => repair === null || repair === 'adopt')
      if (impossible.length > 0) {
        return err({ type: 'repair_not_possible', driftIds: impossible.map(({ drift }) => drift.id) })
      }
      for (const [repair, group] of Map.groupBy(chosen, (each) => each.repair)) {
        const groupIds = group.map(({ drift }) => drift.id)
        await updateDrifts(groupIds, { status: 'repairing', repair: repair!, error: null, settledAt: null })
      }
      await this.events.record(
        chosen.map(({ drift, repair }) =>
          fact(
            driftRepairChosen,
            { kind: 'drift', id: drift.id },
            { data: { driftId: drift.id, serviceId: drift.serviceId, repair: repair! } }
          )
        )
      )
      await enqueueMany(
        repairDrift,
        ids.map((driftId) => ({ driftId }))
      )
      return ok(chosen.map(({ drift, repair }) => ({ ...drift, status: 'repairing' as const, repair })))
    })
  }

  ignore(input: {
    driftIds: readonly string[]
    note: string
  }): Promise<Result<DriftRow[], SettleDriftsError>> {
    return inTransaction(async () => {
      const ids = [...new Set(input.driftIds)]
      const drifts = await lockDrifts(ids)
      if (drifts.length < ids.length) return err({ type: 'drift_not_found' })
      const busy = drifts.filter(({ status }) => !mayRepair(status)).map(({ id }) => id)
      if (busy.length > 0) return err({ type: 'repair_not_possible', driftIds: busy })
      const settledAt = this.clock.wall()
      await updateDrifts(ids, { status: 'ignored', note: input.note, settledAt })
      await this.events.record(
        drifts.map(({ id, serviceId }) =>
          fact(driftIgnored, { kind: 'drift', id }, { data: { driftId: id, serviceId, note: input.note } })
        )
      )
      return ok(
        drifts.map((drift) => ({ ...drift, status: 'ignored' as const, note: input.note, settledAt }))
      )
    })
  }

  private async choose(drifts: DriftRow[], wished: DriftRepair | undefined) {
    const panels = new Map((await listPanels()).map((panel) => [panel.id, panel]))
    return drifts.map((drift) => {
      const panel = panels.get(drift.panelId)
      const possible = panel
        ? repairsFor({ ...drift, capabilities: this.connections.capabilitiesOf(panel) })
        : []
      const repair = mayRepair(drift.status) ? (wished ?? possible[0] ?? null) : null
      return { drift, repair: repair && possible.includes(repair) ? repair : null }
    })
  }
}
