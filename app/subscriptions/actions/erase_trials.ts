import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as trials from '#app/subscriptions/records/trials'

/** Forgets whose trials were that a customer had, and the names of servers in what was subscribed to. Their address may try anew: nothing that we keep could tell. */
@inject()
export class EraseTrials {
  execute(customerId: string): Promise<void> {
    return inTransaction(() => trials.eraseOfCustomer(customerId))
  }
}
