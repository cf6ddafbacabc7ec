import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import { payLinksRevoked } from '#app/payments/events'
import { revokeLinks } from '#app/payments/records/pay_link_states'

/** Lets the links under which a customer's invoices are paid without signing in open nothing any more; new ones can be made at once. */
@inject()
export class RevokePayLinks {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ customerId }: { customerId: string }): Promise<void> {
    return inTransaction(async () => {
      await revokeLinks(customerId, this.clock.wall())
      const subject = { kind: 'customer', id: customerId }
      await this.events.record([fact(payLinksRevoked, subject, { customerId, data: { customerId } })])
    })
  }
}
