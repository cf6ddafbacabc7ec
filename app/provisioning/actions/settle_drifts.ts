import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueueMany } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  chooseRepair,
  type DriftRefusal,
  type DriftRepair,
  driftsMax,
  mayRepair,
} from '#app/provisioning/domain/drift'
import { repairDrift } from '#app/provisioning/domain/jobs'
import { driftIgnored, driftRepairChosen } from '#app/provisioning/drift_events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { chooseDriftIds, type DriftChoice } from '#app/provisioning/queries/list_drifts'
import { type DriftRow, findDrifts, lockDrifts, updateDrifts } from '#app/provisioning/records/drifts'
import { listPanels } from '#app/provisioning/records/panels'

export type DriftsChosen = { driftIds: readonly string[] } | { all: DriftChoice }

export type SettleDriftsError =
  | { type: 'drift_not_found' }
  | { type: 'nothing_chosen' }
  | { type: 'too_many'; max: number }
  /** Of each that cannot be repaired so: it is settled, being repaired, or its kind knows no such repair. */
  | { type: 'repair_not_possible'; driftIds: string[] }
  /** To stop billing is a decision about money, whoever may work on servers. */
  | { type: 'billing_right_needed' }
  /** Since somebody looked at what would be done, it became more or less. */
  | { type: 'choice_changed'; count: number }

export interface RepairWish {
  chosen: DriftsChosen
  /** The proposed one of each when left out. */
  repair?: DriftRepair
  mayEndBilling: boolean
  /** Of how many it was shown that they would be repaired: the others are left out, and when it became another number nothing is done. */
  expectedCount?: number
}

export interface JudgedDrift {
  drift: DriftRow
  repair: DriftRepair | null
  refusal: DriftRefusal | null
}

/**
 * Decides what becomes of what differs: repaired in the background, or left as it is with a reason. Of those that are named it is all or none,
 * unless somebody saw which are left out; of all that a list shows it is those with which a click does it.
 */
@inject()
export class SettleDrifts {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections
  ) {}

  /** What would be done with each, or why nothing. Nothing is done. */
  preview(input: RepairWish): Promise<Result<JudgedDrift[], SettleDriftsError>> {
    return inReadTransaction(async () => {
      const ids = await this.idsOf(input.chosen)
      if (!ids.ok) return ids
      return ok(await this.judge(await findDrifts(ids.value), input))
    })
  }

  repair(input: RepairWish): Promise<Result<DriftRow[], SettleDriftsError>> {
    return inTransaction(async () => {
      const able = await this.lockAble(input)
      if (!able.ok) return able
      const chosen = able.value
      for (const [repair, group] of Map.groupBy(chosen, (each) => each.repair!)) {
        const ids = group.map(({ drift }) => drift.id)
        await updateDrifts(ids, { status: 'repairing', repair, error: null, settledAt: null })
      }
      await this.events.record(
        chosen.map(({ drift: { id, serviceId }, repair }) =>
          fact(
            driftRepairChosen,
            { kind: 'drift', id },
            { data: { driftId: id, serviceId, repair: repair! } }
          )
        )
      )
      await enqueueMany(
        repairDrift,
        chosen.map(({ drift }) => ({ driftId: drift.id }))
      )
      return ok(chosen.map(({ drift, repair }) => ({ ...drift, status: 'repairing' as const, repair })))
    })
  }

  ignore(input: {
    chosen: DriftsChosen
    note: string
    expectedCount?: number
  }): Promise<Result<DriftRow[], SettleDriftsError>> {
    return inTransaction(async () => {
      const drifts = await this.lockChosen(input.chosen)
      if (!drifts.ok) return drifts
      const free = drifts.value.filter(({ status }) => mayRepair(status))
      const busy = drifts.value.filter(({ status }) => !mayRepair(status)).map(({ id }) => id)
      if ('driftIds' in input.chosen && input.expectedCount === undefined && busy.length > 0)
        return err({ type: 'repair_not_possible', driftIds: busy })
      if (isOther(input.expectedCount, free)) return err({ type: 'choice_changed', count: free.length })
      const settledAt = this.clock.wall()
      const ids = free.map(({ id }) => id)
      await updateDrifts(ids, { status: 'ignored', note: input.note, settledAt })
      await this.events.record(
        free.map(({ id, serviceId }) =>
          fact(driftIgnored, { kind: 'drift', id }, { data: { driftId: id, serviceId, note: input.note } })
        )
      )
      return ok(free.map((drift) => ({ ...drift, status: 'ignored' as const, note: input.note, settledAt })))
    })
  }

  /** Those with which something is done, under lock. */
  private async lockAble(input: RepairWish): Promise<Result<JudgedDrift[], SettleDriftsError>> {
    const drifts = await this.lockChosen(input.chosen)
    if (!drifts.ok) return drifts
    const judged = await this.judge(drifts.value, input)
    const able = judged.filter(({ repair }) => repair !== null)
    const isStrict = 'driftIds' in input.chosen && input.expectedCount === undefined
    if (isStrict && judged.some(({ refusal }) => refusal === 'needs_billing_right'))
      return err({ type: 'billing_right_needed' })
    if (isStrict && able.length < judged.length) {
      const impossible = judged.filter(({ repair }) => repair === null)
      return err({ type: 'repair_not_possible', driftIds: impossible.map(({ drift }) => drift.id) })
    }
    if (isOther(input.expectedCount, able)) return err({ type: 'choice_changed', count: able.length })
    return able.length > 0 ? ok(able) : err({ type: 'nothing_chosen' })
  }

  private async lockChosen(chosen: DriftsChosen): Promise<Result<DriftRow[], SettleDriftsError>> {
    const ids = await this.idsOf(chosen)
    if (!ids.ok) return ids
    const drifts = await lockDrifts(ids.value)
    return drifts.length < ids.value.length ? err({ type: 'drift_not_found' }) : ok(drifts)
  }

  private async idsOf(chosen: DriftsChosen): Promise<Result<string[], SettleDriftsError>> {
    if ('driftIds' in chosen) return ok([...new Set(chosen.driftIds)])
    const ids = await chooseDriftIds(chosen.all, driftsMax)
    if (ids.length === 0) return err({ type: 'nothing_chosen' })
    return ids.length > driftsMax ? err({ type: 'too_many', max: driftsMax }) : ok(ids)
  }

  private async judge(
    drifts: DriftRow[],
    { repair: wished, mayEndBilling }: RepairWish
  ): Promise<JudgedDrift[]> {
    const panels = new Map((await listPanels()).map((panel) => [panel.id, panel]))
    return drifts.map((drift) => {
      const panel = panels.get(drift.panelId)
      const capabilities = panel && this.connections.capabilitiesOf(panel)
      const choice = capabilities
        ? chooseRepair({ ...drift, capabilities }, { wished, mayEndBilling })
        : { refusal: 'no_repair' as const }
      return 'repair' in choice
        ? { drift, repair: choice.repair, refusal: null }
        : { drift, repair: null, refusal: choice.refusal }
    })
  }
}

function isOther(expected: number | undefined, found: readonly unknown[]): boolean {
  return expected !== undefined && expected !== found.length
}
