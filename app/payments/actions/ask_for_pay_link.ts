import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { payLinkAsked } from '#app/payments/events'
import { noteMailed } from '#app/payments/records/pay_link_states'

const pauseHours = 1

/**
 * Has a new link mailed to a customer, because somebody came with one that is too old or was revoked. It goes to the customer's own addresses
 * alone, and once an hour at most: whoever found an old link gains nothing by it.
 */
@inject()
export class AskForPayLink {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ customerId, invoiceIds }: { customerId: string; invoiceIds: string[] }): Promise<void> {
    return inTransaction(async () => {
      const at = this.clock.wall()
      const isDue = await noteMailed(customerId, { at, notSince: addDuration(at, { hours: -pauseHours }) })
      if (!isDue) return
      const subject = { kind: 'customer', id: customerId }
      await this.events.record([fact(payLinkAsked, subject, { customerId, data: { customerId, invoiceIds } })])
    })
  }
} // prettier-ignore
