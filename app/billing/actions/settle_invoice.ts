import { inject } from '@adonisjs/core'
import { ApplyMoney, type AppliedMoney } from '#app/billing/actions/apply_money'
import { inTransaction } from '#app/shared/database/unit'
import { lockPaymentRow, MarkPaymentApplied } from '#app/payments/index'
import { ok, type Result } from '#app/shared/result'

export interface SettleInvoiceInput {
  invoiceId: string
  paymentId: string
  /** What the payment brought in, in minor units. */
  amount: bigint
}

export type SettleInvoiceError = { type: 'invoice_not_found' }

/**
 * Closes an invoice with a payment that has come in. The money was booked to the customer balance already: an invoice that was
 * paid or taken back in the meantime leaves it there, for the next one.
 */
@inject()
export class SettleInvoice {
  constructor(
    private applyMoney: ApplyMoney,
    private markApplied: MarkPaymentApplied
  ) {}

  async execute(
    input: SettleInvoiceInput
  ): Promise<Result<AppliedMoney | 'left_on_balance', SettleInvoiceError>> {
    return inTransaction(async () => {
      // Before the invoice and the balance, as with refunds and disputes of this payment.
      await lockPaymentRow(input.paymentId)
      const applied = await this.apply(input)
      if (applied.ok) await this.markApplied.execute({ paymentId: input.paymentId })
      return applied
    })
  }

  private async apply({
    invoiceId,
    paymentId,
    amount,
  }: SettleInvoiceInput): Promise<Result<AppliedMoney | 'left_on_balance', SettleInvoiceError>> {
    const cause = { causeId: paymentId, source: 'payment' as const, atMost: amount }
    const applied = await this.applyMoney.execute({ invoiceId, ...cause })
    if (applied.ok) return applied
    const { error } = applied
    return error.type === 'invoice_not_open' ? ok('left_on_balance') : { ok: false, error }
  }
}
