import { inject } from '@adonisjs/core'
import { SetSupplyGaps } from '#app/catalogue/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { findSupplyGaps, lostAfterMinutes } from '#app/provisioning/domain/supply'
import { panelSalePaused, panelSaleResumed } from '#app/provisioning/panel_events'
import { listPanels } from '#app/provisioning/records/panels'

/** Stops selling what nobody can say there is room for, and sells it again once somebody can. */
@inject()
export class WatchSupply {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private setGaps: SetSupplyGaps
  ) {}

  /** @returns how many panels were taken from sale or came back to it */
  execute(): Promise<number> {
    return inTransaction(async () => {
      const panels = await listPanels()
      const minutes = lostAfterMinutes(currentTenant().policies)
      const gaps = findSupplyGaps(panels, { now: this.clock.wall(), lostAfterMinutes: minutes })
      const { opened, closed } = await this.setGaps.execute(gaps)
      const told = [
        ...opened.map((gap) => ({ gap, kind: panelSalePaused })),
        ...closed.map((gap) => ({ gap, kind: panelSaleResumed })),
      ].flatMap(({ gap, kind }) => {
        const panel = panels.find(({ code }) => code === gap.location)
        return panel ? [fact(kind, { kind: 'panel', id: panel.id }, { data: { panelId: panel.id } })] : []
      })
      await this.events.record(told)
      return told.length
    })
  }
}
