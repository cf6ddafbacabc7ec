import { inject } from '@adonisjs/core'
import { currentTenant, type StaffEntrance } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { staffEntranceChanged } from '#app/identity/events'
import * as staffEntrances from '#app/identity/records/staff_entrances'

/** Says what staff pass before they sign in, and how long they stay. That whoever asks passes it themselves was looked at before. */
@inject()
export class SetStaffEntrance {
  constructor(private events: EventLog) {}

  execute(entrance: StaffEntrance): Promise<void> {
    return this.change(() => entrance)
  }

  /** The operator's way in when nobody passes any more: no networks, and no Access of the tenant's own. */
  open(): Promise<void> {
    return this.change((before) => ({ ...before, access: null, networks: [] }))
  }

  private async change(decide: (before: StaffEntrance) => StaffEntrance): Promise<void> {
    await inTransaction(async () => {
      const before = await staffEntrances.lock()
      const after = decide(before)
      await staffEntrances.save(after)
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(staffEntranceChanged, subject, { data: { before, after } })])
    })
  }
}
