import { inject } from '@adonisjs/core'
import { EndOrder } from '#app/checkout/actions/end_order'
import { deleteStaleQuotes } from '#app/checkout/records/quotes'
import { listUnpaidOrderIds } from '#app/checkout/records/orders'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'

const unpaidHoursMax = 24
const quoteKeptDays = 30

/** Calls off orders that nobody paid for within a day, so that what they reserve is free again. */
@inject()
export class CancelUnpaidOrders {
  constructor(
    private clock: Clock,
    private endOrder: EndOrder
  ) {}

  async execute(): Promise<number> {
    const now = this.clock.now()
    const due = await inReadTransaction(() =>
      listUnpaidOrderIds(addDuration(now, { hours: -unpaidHoursMax }))
    )
    for (const orderId of due) await this.endOrder.execute({ orderId, reason: 'expired' })
    await inTransaction(() => deleteStaleQuotes(addDuration(now, { days: -quoteKeptDays })))
    return due.length
  }
}
