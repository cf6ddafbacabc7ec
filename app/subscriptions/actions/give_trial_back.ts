import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { lockTrialOfOrder, updateTrial } from '#app/subscriptions/records/trials'

/** Lets a trial that never began count for nothing: its order came to nothing. Told twice, it gives back once. */
@inject()
export class GiveTrialBack {
  constructor(private clock: Clock) {}

  /** @returns whether there was one */
  execute({ orderId }: { orderId: string }): Promise<boolean> {
    return inTransaction(async () => {
      const trial = await lockTrialOfOrder(orderId)
      if (trial?.status !== 'claimed') return false
      await updateTrial(trial.id, { status: 'given_back', closedAt: this.clock.now() })
      return true
    })
  }
}
