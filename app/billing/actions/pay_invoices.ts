import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import {
  BeginPayment,
  type BeginPaymentError,
  type BeginPaymentInput,
  CallOffPayments,
  findPaymentLimits,
  type ObsoletePayments,
  type Payment,
  type RefreshedPayment,
} from '#app/payments/index'
import {
  type InvoicePaymentRefusal,
  type InvoicePaymentWish,
  PrepareInvoicePayment,
} from '#app/billing/actions/prepare_invoice_payment'

export type PayInvoicesInput = InvoicePaymentWish &
  Pick<BeginPaymentInput, 'paymentMethodId' | 'gatewayId' | 'consent'>

export type PayInvoicesError = InvoicePaymentRefusal | BeginPaymentError

export interface PaidInvoices {
  /** What the customer balance paid. */
  fromBalance: Money
  /** The payment by card, with what the browser needs to go on; null when the balance paid it all. */
  card: RefreshedPayment | null
}

interface Begun {
  fromBalance: Money
  payment: Payment | null
}

/**
 * Pays several invoices, or a part of one, with one payment while the customer is there: from the balance first when they wish so, the
 * rest by a saved card or the card form. Invoices that end in the meantime leave their part on the balance.
 */
@inject()
export class PayInvoices {
  constructor(
    private prepare: PrepareInvoicePayment,
    private beginPayment: BeginPayment,
    private callOff: CallOffPayments
  ) {}

  async execute(input: PayInvoicesInput): Promise<Result<PaidInvoices, PayInvoicesError>> {
    let begun = await inTransaction(() => this.begin(input))
    if (!begun.ok && begun.error.type === 'obsolete') {
      await this.callOff.execute(begun.error.payments)
      begun = await inTransaction(() => this.begin(input))
    }
    if (!begun.ok) {
      const { error } = begun
      return err(error.type === 'obsolete' ? { type: 'payment_under_way' } : error)
    }
    const { payment, fromBalance } = begun.value
    if (!payment) return ok({ fromBalance, card: null })
    const card = await this.beginPayment.proceed(payment)
    return card.ok ? ok({ fromBalance, card: card.value }) : card
  }

  /** The balance is applied and the payment written, or nothing at all. */
  private async begin(input: PayInvoicesInput): Promise<Result<Begun, PayInvoicesError | ObsoletePayments>> {
    const prepared = await this.prepare.execute(input, findPaymentLimits)
    if (!prepared.ok) return prepared
    const { fromBalance, debt, repeated } = prepared.value
    if (repeated) return ok({ fromBalance, payment: repeated.payment })
    if (!debt) return ok({ fromBalance, payment: null })
    const { customerId, paymentMethodId, gatewayId, consent, requestKey } = input
    const reserved = await this.beginPayment.reserve({
      debt,
      customerId,
      paymentMethodId,
      gatewayId,
      consent,
      requestKey,
    })
    return reserved.ok ? ok({ fromBalance, payment: reserved.value }) : reserved
  }
}
