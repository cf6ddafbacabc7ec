import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'
import { findPaymentFor } from '#app/payments/queries/find_payment_for'
import type { ListedPayment } from '#app/payments/queries/list_payments'

/** A payment as its customer goes on with it, with the card and the invoice that stand beside it wherever it is read. */
export interface DescribedPayment extends Pick<RefreshedPayment, 'form' | 'page'> {
  payment: ListedPayment
}

export async function describeBegunPayment({
  payment: { id, customerId },
  form,
  page,
}: Pick<RefreshedPayment, 'payment' | 'form' | 'page'>): Promise<DescribedPayment> {
  return { payment: (await findPaymentFor({ id, customerId }))!, form, page }
}
