import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as messages from '#app/messaging/records/messages'

/** Forgets what was written to a customer, and where it went; that something was sent, and when, stays. */
@inject()
export class EraseMessages {
  execute(customerId: string): Promise<number> {
    return inTransaction(() => messages.eraseOfCustomer(customerId))
  }
}
