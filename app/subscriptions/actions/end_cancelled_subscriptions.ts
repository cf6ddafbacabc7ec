import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { EndSubscription } from '#app/subscriptions/actions/end_subscription'
import { listEndedSubscriptions } from '#app/subscriptions/records/subscriptions'

const perLook = 1_000

/** Ends every subscription whose last day has passed. @returns how many */
@inject()
export class EndCancelledSubscriptions {
  constructor(
    private clock: Clock,
    private endSubscription: EndSubscription
  ) {}

  async execute(): Promise<number> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const ids = await inReadTransaction(() => listEndedSubscriptions(today, perLook))
    return eachAlone(ids, (subscriptionId) => this.endSubscription.execute({ subscriptionId }))
  }
}
