import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { findReview, type OrderReview } from '#app/checkout/records/order_reviews'

export interface ReadReview extends OrderReview {
  /** Who decided it here. */
  deciderName: string | null
}

/** Why an order was held, and what was decided; null for one that never was. For staff. */
export function findOrderReview(orderId: string): Promise<ReadReview | null> {
  return inReadTransaction(async () => {
    const review = await findReview(orderId)
    if (!review) return null
    const by = review.decision?.by
    const decider = by
      ? await db.selectFrom('users').select('name').where('id', '=', by).executeTakeFirst()
      : undefined
    return { ...review, deciderName: decider?.name ?? null }
  })
}
