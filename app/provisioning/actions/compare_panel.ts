import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { comparePanel } from '#app/provisioning/domain/jobs'
import { panelCompared } from '#app/provisioning/panel_events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import {
  type ComparisonRow,
  findRunningComparison,
  forgetListing,
  insertComparison,
  keepListing,
  lockComparison,
  updateComparison,
} from '#app/provisioning/records/comparisons'
import { compareListing } from '#app/provisioning/records/compare_listing'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'

const repeated = 'The panel lists the same servers again and again.'

/** Compares everything that stands on a panel with what is sold there. */
@inject()
export class ComparePanel {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections
  ) {}

  /** Has a panel compared soon; one that is being compared already is not begun again. */
  begin(panelId: string): Promise<Result<{ isNew: boolean }, { type: 'panel_not_found' }>> {
    return inTransaction(async () => {
      if (!(await findPanel(panelId))) return err({ type: 'panel_not_found' })
      const isNew = await insertComparison({ id: newId(), panelId, at: this.clock.wall() })
      await enqueue(comparePanel, { panelId })
      return ok({ isNew })
    })
  }

  /** Reads the panel's list page by page, each page kept before the next is asked for, and compares when it is whole. */
  async execute(panelId: string): Promise<void> {
    const known = await inReadTransaction(async () => ({
      panel: await findPanel(panelId),
      run: await findRunningComparison(panelId),
    }))
    if (!known.panel || !known.run) return
    const { panel, run } = known
    /** A panel that turns no pages would be asked for ever. */
    const begun = new Set<string>()
    for (let page = run.nextPage; ;) {
      const answer = await this.connections.open(panel, { kind: 'panel', id: panelId }).listServers(page)
      if (!answer.ok) return this.fail(run, answer.error.message)
      const { servers, next } = answer.value
      const isOurs = await this.keep(run, servers, next)
      if (!isOurs) return
      if (next === null) break
      const first = servers[0]?.reference
      if (first !== undefined && begun.has(first)) return this.fail(run, repeated)
      if (first !== undefined) begun.add(first)
      page = next
    }
    await this.compare(run, panel)
  }

  /** @returns false when the run was ended meanwhile */
  private keep(run: ComparisonRow, servers: Parameters<typeof keepListing>[1], nextPage: string | null) {
    return inTransaction(async () => {
      const present = await lockComparison(run.id)
      if (present?.status !== 'running') return false
      await keepListing(run.id, servers)
      const listedCount = present.listedCount + servers.length
      await updateComparison(run.id, { nextPage, listedCount, movedAt: this.clock.wall() })
      return true
    })
  }

  private async compare(run: ComparisonRow, panel: PanelRow): Promise<void> {
    await inTransaction(async () => {
      if ((await lockComparison(run.id))?.status !== 'running') return
      const at = this.clock.wall()
      const { id, panelId, startedAt } = run
      const currency = currentTenant().reportingCurrency
      const foundCount = await compareListing({ id, panelId, startedAt, at, currency })
      await forgetListing(id)
      await updateComparison(id, { status: 'done', foundCount, finishedAt: at, movedAt: at })
      const data = { panelId: panel.id, foundCount }
      await this.events.record([fact(panelCompared, { kind: 'panel', id: panel.id }, { data })])
    })
  }

  private fail(run: ComparisonRow, error: string): Promise<void> {
    return inTransaction(async () => {
      const at = this.clock.wall()
      await forgetListing(run.id)
      await updateComparison(run.id, { status: 'failed', error, finishedAt: at, movedAt: at })
    })
  }
}
