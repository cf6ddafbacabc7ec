import { amountOfQuantity, type ConfiguredItem, type WrittenTiers } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import type { Interval } from '#app/shared/time/calendar'
import { type SubscriptionRow, toSubscription } from '#app/subscriptions/records/subscriptions'
import type { Subscription } from '#app/subscriptions/domain/subscription'

export interface SubscriptionItem {
  kind: 'plan' | 'option'
  priceId: string
  description: string
  quantity: number
  unitAmount: bigint
  tiers: WrittenTiers | null
}

export interface NewSubscription {
  id: string
  customerId: string
  /** Null for what was adopted: `content` then says what it is for. */
  orderLineId: string | null
  content?: ConfiguredItem
  planId: string
  currency: string
  interval: Interval
  items: SubscriptionItem[]
  createdAt: Date
}

/** Inserts a pending subscription. @returns false when its order line has one already */
export async function insertPendingSubscription(subscription: NewSubscription): Promise<boolean> {
  const { id, items, interval } = subscription
  const inserted = await db
    .insertInto('subscriptions')
    .values({
      id,
      customer_id: subscription.customerId,
      order_line_id: subscription.orderLineId,
      content: subscription.content ? JSON.stringify(subscription.content) : null,
      plan_id: subscription.planId,
      status: 'pending',
      currency: subscription.currency,
      interval_unit: interval.unit,
      interval_count: interval.count,
      recurring_amount: items.reduce((sum, item) => sum + amountOfQuantity(item), 0n),
      created_at: subscription.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  await insertItems(id, items)
  return true
}

async function insertItems(subscriptionId: string, items: SubscriptionItem[]): Promise<void> {
  if (items.length === 0) return
  await db
    .insertInto('subscription_items')
    .values(
      items.map((item, position) => ({
        subscription_id: subscriptionId,
        position,
        kind: item.kind,
        price_id: item.priceId,
        description: item.description,
        quantity: item.quantity,
        unit_amount: item.unitAmount,
        tiers: item.tiers && JSON.stringify(item.tiers),
      }))
    )
    .execute()
}

/** The subscriptions made from order lines, locked in one order. */
export async function lockSubscriptionsOfLines(orderLineIds: string[]): Promise<Subscription[]> {
  if (orderLineIds.length === 0) return []
  const rows: SubscriptionRow[] = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('order_line_id', 'in', orderLineIds)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toSubscription)
}
