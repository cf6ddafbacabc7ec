import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { derivedId } from '#app/shared/ids'
import { findPaymentParts, type PaymentPurpose } from '#app/payments/index'
import { ApplyBalanceToDue } from '#app/billing/actions/apply_balance_to_due'
import { ApplyMoney } from '#app/billing/actions/apply_money'
import { lockInvoicesOf } from '#app/billing/records/invoices'

export interface ApplyFurtherMoneyInput {
  /** The transfer that brought it: what it pays is applied under it, once. */
  receiptId: string
  paymentId: string
  customerId: string
  purpose: PaymentPurpose
  invoiceId: string | null
  /** In minor units. */
  amount: bigint
}

/**
 * Applies money that came after its payment had succeeded: to the same invoices as far as they are still unpaid. The rest is on the
 * customer balance, where it was booked.
 */
@inject()
export class ApplyFurtherMoney {
  constructor(
    private applyMoney: ApplyMoney,
    private applyBalance: ApplyBalanceToDue
  ) {}

  execute(input: ApplyFurtherMoneyInput): Promise<void> {
    const { customerId, invoiceId, paymentId, purpose, receiptId } = input
    return inTransaction(async () => {
      if (purpose === 'top_up') return void (await this.applyBalance.execute({ customerId }))
      const parts = purpose === 'bundle' ? await findPaymentParts(paymentId) : []
      const invoiceIds = invoiceId ? [invoiceId] : parts.map((part) => part.invoiceId)
      await lockInvoicesOf(customerId, invoiceIds)
      let left = input.amount
      for (const id of invoiceIds) {
        if (left === 0n) return
        const causeId = derivedId(receiptId, id)
        const applied = await this.applyMoney.execute({
          invoiceId: id,
          causeId,
          source: 'payment',
          atMost: left,
        })
        if (applied.ok) left -= applied.value.applied
      }
    })
  }
}
