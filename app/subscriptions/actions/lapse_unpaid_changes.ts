import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { addDays, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { EndChange } from '#app/subscriptions/actions/end_change'
import { isLapsing } from '#app/subscriptions/domain/subscription_change'
import { findChangeOwner, listLapsing, lockChange } from '#app/subscriptions/records/changes'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

const perLook = 1_000

/** Lets changes go that stayed unpaid too long, each only while it is the one that was listed. @returns how many were looked at */
@inject()
export class LapseUnpaidChanges {
  constructor(
    private clock: Clock,
    private endChange: EndChange
  ) {}

  async execute(): Promise<number> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const ids = await inReadTransaction(() => listLapsing(today, perLook))
    return eachAlone(ids, (id) => this.lapse(id, today))
  }

  private lapse(id: string, today: string): Promise<void> {
    return inTransaction(async () => {
      const subscriptionId = await findChangeOwner(id)
      const subscription = subscriptionId ? await lockSubscription(subscriptionId) : null
      const change = subscription ? await lockChange(id) : null
      if (!subscriptionId || !change || !isLapsing(change, today)) return
      const ended = await this.endChange.execute({ subscriptionId, move: 'lapse', reason: 'unpaid' })
      if (ended.ok || ended.error.type !== 'payment_under_way') return
      // The money may have come: the next period is invoiced when it is known what for.
      if (subscription?.invoiceOn && subscription.invoiceOn <= today)
        await updateSubscription(subscriptionId, { invoiceOn: addDays(today, 1) })
    })
  }
}
