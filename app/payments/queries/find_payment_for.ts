import { inReadTransaction } from '#app/shared/database/unit'
import { type ListedPayment, paymentsWithNeighbours, toListed } from '#app/payments/queries/list_payments'

/** One payment, when its reader may see it. @param customerId null for staff */
export function findPaymentFor({
  id,
  customerId,
}: {
  id: string
  customerId: string | null
}): Promise<ListedPayment | null> {
  return inReadTransaction(async () => {
    const row = await paymentsWithNeighbours()
      .where('p.id', '=', id)
      .$if(customerId !== null, (query) => query.where('p.customer_id', '=', customerId!))
      .executeTakeFirst()
    return row ? toListed(row) : null
  })
}
