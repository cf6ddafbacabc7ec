import { inject } from '@adonisjs/core'
import type { Result } from '#app/shared/result'
import {
  BeginPayment,
  type BeginPaymentError,
  type BeginPaymentInput,
} from '#app/payments/actions/begin_payment'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'

/** Begins to pay what is due on an invoice, with its customer there. */
@inject()
export class BeginInvoicePayment {
  constructor(private begin: BeginPayment) {}

  execute({
    invoiceId,
    ...rest
  }: Omit<BeginPaymentInput, 'debt'> & { invoiceId: string }): Promise<
    Result<RefreshedPayment, BeginPaymentError>
  > {
    return this.begin.execute({ ...rest, debt: { kind: 'invoice', id: invoiceId } })
  }
}
