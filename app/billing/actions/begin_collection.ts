import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { ApplyCustomerBalance } from '#app/billing/actions/apply_customer_balance'
import { readBalanceSettings } from '#app/billing/records/balance_settings'
import { lockInvoice, updateInvoice } from '#app/billing/records/invoices'

/**
 * Has an invoice that was issued without a plan collected like any other from now on: its customer's balance pays it at once, unless they
 * said otherwise, and what is left is tried at the next look.
 */
@inject()
export class BeginCollection {
  constructor(
    private clock: Clock,
    private applyBalance: ApplyCustomerBalance
  ) {}

  execute({ invoiceId, customerId }: { invoiceId: string; customerId: string }): Promise<void> {
    return inTransaction(async () => {
      const { paysInvoices } = await readBalanceSettings(customerId)
      if (paysInvoices) await this.applyBalance.execute({ invoiceId })
      const invoice = await lockInvoice(invoiceId)
      if (invoice?.status === 'open') await updateInvoice(invoice, { nextAttemptAt: this.clock.now() })
    })
  }
}
