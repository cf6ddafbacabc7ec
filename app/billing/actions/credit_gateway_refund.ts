import { inject } from '@adonisjs/core'
import { readCustomerBalance } from '#app/ledger/index'
import { inTransaction } from '#app/shared/database/unit'
import { derivedId } from '#app/shared/ids'
import { CreditInvoice } from '#app/billing/actions/credit_invoice'
import { lockInvoice } from '#app/billing/records/invoices'

/**
 * Somebody gave money back in the gateway's own pages that had paid an invoice: as much of the invoice is taken back, so that its customer
 * does not owe us what they got. Where that is not possible the balance stays below zero, and staff see it.
 */
@inject()
export class CreditGatewayRefund {
  constructor(private creditInvoice: CreditInvoice) {}

  execute(refund: {
    refundId: string
    customerId: string
    invoiceId: string | null
    currency: string
  }): Promise<void> {
    return inTransaction(async () => {
      const { refundId, customerId, invoiceId, currency } = refund
      if (!invoiceId) return
      const invoice = await lockInvoice(invoiceId)
      if (invoice?.status !== 'paid') return
      const { amount: balance } = await readCustomerBalance({ customerId, currency })
      const all = await this.creditInvoice.preview({ invoiceId, wish: { of: 'whole' } })
      if (!all.ok) return
      const { total } = all.value
      const short = -balance < total ? -balance : total
      if (short <= 0n) return
      await this.creditInvoice.execute({
        invoiceId,
        wish: { of: 'amount', amount: short },
        reason: 'Refunded at the payment gateway',
        creditNoteId: derivedId(refundId, 'credit_note'),
      })
    })
  }
}
