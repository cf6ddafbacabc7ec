import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { CancelSubscription } from '#app/subscriptions/actions/cancel_subscription'
import { lockSubscriptionsOfInvoice } from '#app/subscriptions/records/subscriptions'

/** Ends what still lives of an invoice that was given up: what will never be paid is not served any longer. */
@inject()
export class CancelSubscriptionsOfInvoice {
  constructor(private cancelSubscription: CancelSubscription) {}

  /** @returns how many ended */
  execute(input: { invoiceId: string; reason: string }): Promise<number> {
    return inTransaction(async () => {
      const subscriptions = await lockSubscriptionsOfInvoice(input.invoiceId)
      const living = subscriptions.filter(({ status }) => status !== 'cancelled')
      for (const { id } of living) {
        const ended = await this.cancelSubscription.execute({
          subscriptionId: id,
          when: 'now',
          reason: input.reason,
        })
        if (!ended.ok) throw new Error(`Subscription ${id} could not be cancelled: ${ended.error.type}`)
      }
      return living.length
    })
  }
}
