import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import {
  type AbandonedPayments,
  CallOffPayments,
  ChargeSavedMethod,
  type ChargeSavedMethodError,
  type Payment,
  withoutAbandoned,
} from '#app/payments/index'
import type { PaidInvoices } from '#app/billing/actions/pay_invoices'
import {
  type InvoicePaymentRefusal,
  type InvoicePaymentWish,
  PrepareInvoicePayment,
} from '#app/billing/actions/prepare_invoice_payment'

export type ChargeInvoicesInput = InvoicePaymentWish & { paymentMethodId: string | null }

export type ChargeInvoicesError = InvoicePaymentRefusal | ChargeSavedMethodError

interface Begun {
  fromBalance: PaidInvoices['fromBalance']
  payment: Payment | null
}

/** Staff has several invoices of a customer, who is not there, paid at once: from the balance when wished, the rest by a saved card. */
@inject()
export class ChargeInvoices {
  constructor(
    private prepare: PrepareInvoicePayment,
    private chargeSavedMethod: ChargeSavedMethod,
    private callOff: CallOffPayments
  ) {}

  async execute(input: ChargeInvoicesInput): Promise<Result<PaidInvoices, ChargeInvoicesError>> {
    let begun = await inTransaction(() => this.begin(input))
    if (!begun.ok && begun.error.type === 'abandoned') {
      await this.callOff.execute(begun.error.payments)
      begun = await inTransaction(() => this.begin(input))
    }
    if (!begun.ok) {
      const { error } = begun
      return err(error.type === 'abandoned' ? withoutAbandoned(error) : error)
    }
    const { payment, fromBalance } = begun.value
    if (!payment) return ok({ fromBalance, card: null })
    const card = await this.chargeSavedMethod.proceed(payment)
    return card.ok ? ok({ fromBalance, card: card.value }) : card
  }

  private async begin(
    input: ChargeInvoicesInput
  ): Promise<Result<Begun, ChargeInvoicesError | AbandonedPayments>> {
    const prepared = await this.prepare.execute(input, async () => null)
    if (!prepared.ok) return prepared
    const { fromBalance, debt, repeated } = prepared.value
    if (repeated) return ok({ fromBalance, payment: repeated.payment })
    if (!debt) return ok({ fromBalance, payment: null })
    const { paymentMethodId, requestKey } = input
    const reserved = await this.chargeSavedMethod.reserve({ debt, paymentMethodId, requestKey })
    return reserved.ok ? ok({ fromBalance, payment: reserved.value }) : reserved
  }
}
