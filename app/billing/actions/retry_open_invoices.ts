import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { listDueInvoices, updateInvoice } from '#app/billing/records/invoices'

/** Has a customer's due invoices tried again at once: a new card was saved, or staff asks for it. @returns how many */
@inject()
export class RetryOpenInvoices {
  constructor(private clock: Clock) {}

  execute({ customerId }: { customerId: string }): Promise<number> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const dueUntil = dateIn(currentTenant().timeZone, now)
      const invoices = await listDueInvoices({ customerId, dueUntil })
      for (const invoice of invoices) await updateInvoice(invoice, { nextAttemptAt: now })
      return invoices.length
    })
  }
}
