import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { isCollected } from '#app/billing/domain/invoice'
import { isPromised } from '#app/billing/domain/promise'
import { listDueInvoices, updateInvoice } from '#app/billing/records/invoices'

/**
 * Has a customer's due invoices tried again at once: a new card was saved, or the bank renewed one. Not those of which nothing is charged by
 * itself, and not those that a customer has promised to pay on a later day. @returns how many
 */
@inject()
export class RetryOpenInvoices {
  constructor(private clock: Clock) {}

  execute({ customerId }: { customerId: string }): Promise<number> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const due = await listDueInvoices({ customerId, dueUntil: today })
      const invoices = due.filter((invoice) => isCollected(invoice) && !isPromised(invoice, today))
      for (const invoice of invoices) await updateInvoice(invoice, { nextAttemptAt: now })
      return invoices.length
    })
  }
}
