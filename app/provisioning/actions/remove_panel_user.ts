import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { panelUserLeft, panelUserRemoved } from '#app/provisioning/panel_events'
import { findPanelCustomer } from '#app/provisioning/queries/find_panel_customer'
import {
  claimRemoval,
  type DueRemoval,
  noteRemoval,
  type RemovalNote,
} from '#app/provisioning/records/panel_users'
import { findPanel } from '#app/provisioning/records/panels'

const leaseMinutes = 5
/** Hours between tries at a panel that does not answer, and how often it is tried before a person has to. */
const pauseHours = 6
const triesMax = 28

/** Removes one account at one panel. What the panel cannot do or refuses is left to a person, who is told where. */
@inject()
export class RemovePanelUser {
  constructor(
    private clock: Clock,
    private connections: PanelConnections,
    private events: EventLog
  ) {}

  async execute(key: { panelId: string; customerId: string }): Promise<void> {
    const now = this.clock.wall()
    const until = addDuration(now, { minutes: leaseMinutes })
    const due = await inTransaction(() => claimRemoval(key, now, until))
    if (!due) return
    const note = await this.call(due)
    await inTransaction(async () => {
      await noteRemoval(key, note)
      const { panelId, customerId } = key
      const about = { kind: 'panel', id: panelId }
      if ('removed_at' in note)
        await this.events.record([fact(panelUserRemoved, about, { customerId, data: { panelId } })])
      if ('is_left_to_staff' in note)
        await this.events.record([
          fact(panelUserLeft, about, { customerId, data: { panelId, reason: note.removal_error } }),
        ])
    })
  }

  private async call({ panelId, customerId, reference, tries }: DueRemoval): Promise<RemovalNote> {
    const panel = await inReadTransaction(() => findPanel(panelId))
    if (!panel) return { is_left_to_staff: true, removal_error: 'The panel is not connected any more.' }
    const opened = this.connections.open(panel, { kind: 'panel', id: panelId })
    if (!opened.userRemoval)
      return { is_left_to_staff: true, removal_error: 'This kind of panel has no call to remove an account.' }
    const { number } = await inReadTransaction(() => findPanelCustomer(customerId))
    const removed = await opened.userRemoval.removeUser({ reference, number })
    if (removed.ok || removed.error.type === 'gone') return { removed_at: this.clock.wall() }
    const { type, message } = removed.error
    if (type === 'refused' || tries >= triesMax) return { is_left_to_staff: true, removal_error: message }
    return { removal_due_at: addDuration(this.clock.wall(), { hours: pauseHours }), removal_error: message }
  }
}
