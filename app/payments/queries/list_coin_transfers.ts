import { inReadTransaction } from '#app/shared/database/unit'
import { listReceipts, type PaymentReceipt } from '#app/payments/records/payment_receipts'

/** The final transfers of coins that a payment was made of, oldest first; none for every other way to pay. */
export function listCoinTransfers(paymentId: string): Promise<PaymentReceipt[]> {
  return inReadTransaction(() => listReceipts(paymentId))
}
