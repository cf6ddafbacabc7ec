import { inReadTransaction } from '#app/shared/database/unit'
import { findPaymentFor, type ListedPayment } from '#app/payments/index'
import { db } from '#app/shared/database/db'

/** The latest try to pay an order. */
export function findPaymentOfOrder(orderId: string): Promise<ListedPayment | null> {
  return inReadTransaction(async () => {
    const row = await db
      .selectFrom('payments')
      .select('id')
      .where('order_id', '=', orderId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row ? findPaymentFor({ id: row.id, customerId: null }) : null
  })
}
