import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { OrderReviews } from '#app/shared/database/schema'
import type { PaymentRisk } from '#app/payments/index'

export interface OrderReview {
  orderId: string
  paymentId: string
  /** What the gateway's screening said when the order was held. */
  risk: PaymentRisk
  heldAt: Date
  /** Until when the bank holds the money; null where it is not told. */
  moneyHeldUntil: Date | null
  decision: { outcome: 'released' | 'refused'; at: Date; by: string | null; note: string | null } | null
}

export async function insertReview(review: Omit<OrderReview, 'decision'>): Promise<void> {
  await db
    .insertInto('order_reviews')
    .values({
      order_id: review.orderId,
      payment_id: review.paymentId,
      risk: JSON.stringify(review.risk),
      held_at: review.heldAt,
      money_held_until: review.moneyHeldUntil,
    })
    .execute()
}

export async function findReview(orderId: string): Promise<OrderReview | null> {
  const row = await db
    .selectFrom('order_reviews')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirst()
  return row ? toReview(row) : null
}

export async function decideReview(
  orderId: string,
  decision: NonNullable<OrderReview['decision']>
): Promise<void> {
  await db
    .updateTable('order_reviews')
    .set({
      decision: decision.outcome,
      decided_at: decision.at,
      decided_by: decision.by,
      note: decision.note,
    })
    .where('order_id', '=', orderId)
    .execute()
}

/** Whether something ran for a customer already, by an order. */
export async function hasCompletedOrder(customerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('orders')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('status', '=', 'completed')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function toReview(row: Selectable<OrderReviews>): OrderReview {
  const { decision, decided_at: at } = row
  return {
    orderId: row.order_id,
    paymentId: row.payment_id,
    risk: row.risk as unknown as PaymentRisk,
    heldAt: row.held_at,
    moneyHeldUntil: row.money_held_until,
    decision:
      decision && at
        ? { outcome: decision as 'released' | 'refused', at, by: row.decided_by, note: row.note }
        : null,
  }
}
