import { inReadTransaction } from '#app/shared/database/unit'
import { findParts, type PaymentPart } from '#app/payments/records/payment_parts'

/** What of a payment is for which invoice, in the order chosen; nothing for a payment of one debt. */
export function findPaymentParts(paymentId: string): Promise<PaymentPart[]> {
  return inReadTransaction(async () => (await findParts([paymentId])).get(paymentId) ?? [])
}
