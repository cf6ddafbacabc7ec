import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { ApplyCustomerBalance } from '#app/billing/actions/apply_customer_balance'
import { readBalanceSettings } from '#app/billing/records/balance_settings'
import { findPaymentsUnderWay, listDueInvoices, lockInvoicesOf } from '#app/billing/records/invoices'

/**
 * Pays what a customer owes today from money that has just come onto their balance, what was due first first. What is due later is paid
 * from the balance on its day, as always; and what a payment is under way for is left to that payment.
 */
@inject()
export class ApplyBalanceToDue {
  constructor(
    private clock: Clock,
    private applyBalance: ApplyCustomerBalance
  ) {}

  execute({ customerId }: { customerId: string }): Promise<void> {
    return inTransaction(async () => {
      if (!(await readBalanceSettings(customerId)).paysInvoices) return
      const ids = await this.lockDue({ customerId })
      const busy = new Set(await findPaymentsUnderWay(ids))
      for (const invoiceId of ids) if (!busy.has(invoiceId)) await this.applyBalance.execute({ invoiceId })
    })
  }

  /** Invoices are locked before the balance: whoever books to it and applies it in one transaction begins with this. */
  async lockDue({ customerId }: { customerId: string }): Promise<string[]> {
    const dueUntil = dateIn(currentTenant().timeZone, this.clock.now())
    const ids = (await listDueInvoices({ customerId, dueUntil })).map(({ id }) => id)
    await lockInvoicesOf(customerId, ids)
    return ids
  }
}
