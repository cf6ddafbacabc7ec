import { inReadTransaction } from '#app/shared/database/unit'
import { findParts } from '#app/payments/records/payment_parts'
import { findPayment } from '#app/payments/records/payments'

/** The invoice that a charge by itself was to collect; of several that were charged together the first. Null for any other payment. */
export function findCollectedInvoice(paymentId: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const payment = await findPayment(paymentId)
    if (!payment || payment.collectionStep === null) return null
    if (payment.invoiceId) return payment.invoiceId
    return (await findParts([paymentId])).get(paymentId)?.[0]?.invoiceId ?? null
  })
}
