import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import {
  findPaymentParts,
  lockPaymentRow,
  MarkPaymentApplied,
  type PaymentPurpose,
} from '#app/payments/index'
import { ApplyBalanceToDue } from '#app/billing/actions/apply_balance_to_due'
import { ApplyMoney } from '#app/billing/actions/apply_money'
import { SettleInvoice } from '#app/billing/actions/settle_invoice'
import { lockInvoicesOf } from '#app/billing/records/invoices'

export interface ApplyPaymentInput {
  paymentId: string
  customerId: string
  purpose: PaymentPurpose
  /** Null for a payment of several invoices, and for a top-up. */
  invoiceId: string | null
  /** What was taken, in minor units. */
  amount: bigint
}

/**
 * Applies money that came in to what it was paid for: an invoice, each invoice of a bundle with its own part, or, when the balance was
 * topped up, invoices that are due already. Each part is applied once, under a cause of its own.
 */
@inject()
export class ApplyPayment {
  constructor(
    private settleInvoice: SettleInvoice,
    private applyMoney: ApplyMoney,
    private applyBalance: ApplyBalanceToDue,
    private markApplied: MarkPaymentApplied
  ) {}

  async execute(input: ApplyPaymentInput): Promise<void> {
    const { paymentId, invoiceId, amount, purpose, customerId } = input
    // Taken before the service runs: kept for the invoice of the order.
    if (purpose === 'order' && !invoiceId) return
    if (invoiceId) return void (await this.settleInvoice.execute({ invoiceId, paymentId, amount }))
    await inTransaction(async () => {
      await lockPaymentRow(paymentId)
      if (purpose === 'bundle') await this.applyParts(input)
      await this.markApplied.execute({ paymentId })
      if (purpose === 'top_up') await this.applyBalance.execute({ customerId })
    })
  }

  /** An invoice that was paid or taken back in the meantime leaves its part on the balance. */
  private async applyParts({ paymentId, customerId, amount }: ApplyPaymentInput): Promise<void> {
    const parts = await findPaymentParts(paymentId)
    await lockInvoicesOf(
      customerId,
      parts.map(({ invoiceId }) => invoiceId)
    )
    let left = amount
    for (const { invoiceId, causeId, amount: wanted } of parts) {
      const atMost = left < wanted ? left : wanted
      left -= atMost
      if (atMost > 0n) await this.applyMoney.execute({ invoiceId, causeId, source: 'payment', atMost })
    }
  }
}
