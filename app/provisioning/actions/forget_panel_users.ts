import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { beginRemovals } from '#app/provisioning/records/panel_users'

/** Has the accounts of a customer who is forgotten removed at every panel: a sweep calls them, as soon as they answer. */
@inject()
export class ForgetPanelUsers {
  constructor(private clock: Clock) {}

  /** @returns at how many panels */
  execute(customerId: string): Promise<number> {
    return inTransaction(() => beginRemovals(customerId, this.clock.wall()))
  }
}
