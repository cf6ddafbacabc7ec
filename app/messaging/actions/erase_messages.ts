import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as messages from '#app/messaging/records/messages'

/**
 * Forgets what was written to a customer, and to people who are forgotten with them, and where it went; that something was sent, and when, stays.
 */
@inject()
export class EraseMessages {
  /** @param userIds of people who belong to nobody else: links to their mailbox, notices about their sign-ins */
  execute(customerId: string, userIds: string[]): Promise<number> {
    return inTransaction(() => messages.eraseOf(customerId, userIds))
  }
}
