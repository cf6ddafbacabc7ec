import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { ApplyCustomerBalance } from '#app/billing/actions/apply_customer_balance'
import { CollectInvoice } from '#app/billing/actions/collect_invoice'
import { readBalanceSettings } from '#app/billing/records/balance_settings'
import { readChargeOptions } from '#app/billing/records/payments_seen'

/**
 * Has a fresh invoice that its customer asked for paid now: from the balance, unless they pay nothing from it without being asked, then by
 * the saved method. Who has none saved pays on the invoice's page and gets no notice of a failed try.
 */
@inject()
export class CollectAtOnce {
  constructor(
    private applyBalance: ApplyCustomerBalance,
    private collectInvoice: CollectInvoice
  ) {}

  execute(input: { invoiceId: string; customerId: string }): Promise<'collecting' | 'to_be_paid' | 'paid'> {
    return inTransaction(async () => {
      const { invoiceId, customerId } = input
      const { paysInvoices } = await readBalanceSettings(customerId)
      const applied = paysInvoices ? await this.applyBalance.execute({ invoiceId }) : null
      if (applied?.ok && applied.value.invoice.status === 'paid') return 'paid'
      if (!(await readChargeOptions(invoiceId)).hasMethod) return 'to_be_paid'
      await this.collectInvoice.execute({ invoiceId })
      return 'collecting'
    })
  }
}
