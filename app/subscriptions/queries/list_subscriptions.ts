import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { listSubscriptionDiscounts, type SubscriptionDiscount } from '#app/promotions/index'
import {
  type AnnouncedMove,
  type AnnouncedPrice,
  announcedPrice,
} from '#app/subscriptions/domain/announced_price'
import { type HourlyPrice, readHourly, type WrittenTiers } from '#app/catalogue/index'
import type { HoursSoFar } from '#app/subscriptions/domain/hours'
import { findHoursSoFar } from '#app/subscriptions/queries/find_hours_so_far'
import { listAnnouncedMoves } from '#app/subscriptions/records/announced_moves'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'
import { toSubscription } from '#app/subscriptions/records/subscriptions'

export interface SubscriptionSearch {
  /** Null for all of the tenant (staff). */
  customerId: string | null
  /** Only those of these services, for a member who sees chosen ones. */
  serviceIds?: string[] | null
  status?: SubscriptionStatus
  before: string | null
  size: number
}

export interface SubscriptionItemSeen {
  kind: 'plan' | 'option'
  description: string
  quantity: number
  unitAmount: bigint
  /** What an hour costs, and a month at most; null where it is not charged by the hour. */
  hourly: HourlyPrice | null
}

export interface ListedSubscription extends Subscription {
  planName: string
  items: SubscriptionItemSeen[]
  /** What coupons still take off its next periods. */
  discounts: SubscriptionDiscount[]
  /** Another price that its customer was told of; null where it renews as it is. */
  announced: AnnouncedPrice | null
  /** What the month that runs has come to; null where it is not charged by the hour. */
  hoursSoFar: HoursSoFar | null
}

/** Which subscriptions are there, newest first? */
export async function listSubscriptions(search: SubscriptionSearch): Promise<Page<ListedSubscription>> {
  return toPage(await inReadTransaction(() => select(search)), search.size)
}

/** One subscription with its items; null when it is not there for this customer (any, for staff). */
export async function findSubscription(
  id: string,
  customerId: string | null,
  serviceIds: string[] | null = null
): Promise<ListedSubscription | null> {
  const [found] = await inReadTransaction(() => select({ customerId, serviceIds, id, before: null, size: 1 }))
  return found ?? null
}

async function select(search: SubscriptionSearch & { id?: string }): Promise<ListedSubscription[]> {
  let query = db
    .selectFrom('subscriptions')
    .innerJoin('plans', (join) =>
      join
        .onRef('plans.tenant_id', '=', 'subscriptions.tenant_id')
        .onRef('plans.id', '=', 'subscriptions.plan_id')
    )
    .selectAll('subscriptions')
    .select('plans.name as plan_name')
    .orderBy('subscriptions.id', 'desc')
    .limit(search.size + 1)
  if (search.customerId) query = query.where('subscriptions.customer_id', '=', search.customerId)
  if (search.serviceIds)
    query = query.where(sql<boolean>`subscriptions.id = any(
    select subscription_id from services where id = any(${search.serviceIds}::uuid[]))`)
  if (search.status) query = query.where('subscriptions.status', '=', search.status)
  if (search.id) query = query.where('subscriptions.id', '=', search.id)
  if (search.before) query = query.where('subscriptions.id', '<', search.before)
  const rows = await query.execute()
  const items = await listItems(rows.map((row) => row.id))
  const discounts = await listSubscriptionDiscounts(rows.map((row) => row.id))
  const moves = await listAnnouncedMoves(rows.map((row) => row.id))
  const hours = await findHoursSoFar(rows.map(toSubscription))
  return rows.map((row) => ({
    ...toSubscription(row),
    announced: firstAnnounced(toSubscription(row), moves.get(row.id) ?? []),
    planName: row.plan_name,
    items: items.get(row.id) ?? [],
    discounts: discounts.get(row.id) ?? [],
    hoursSoFar: hours.get(row.id) ?? null,
  }))
}

/** What is announced first; whoever leaves at the end of the period pays no other price. */
function firstAnnounced(subscription: Subscription, moves: AnnouncedMove[]): AnnouncedPrice | null {
  if (subscription.cancelAtPeriodEnd) return null
  const prices = moves.flatMap((move) => announcedPrice(move, subscription) ?? [])
  return prices.toSorted((a, b) => (a.from < b.from ? -1 : 1))[0] ?? null
}

async function listItems(ids: string[]): Promise<Map<string, SubscriptionItemSeen[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('subscription_items')
    .select(['subscription_id', 'kind', 'description', 'quantity', 'unit_amount', 'tiers'])
    .where('subscription_id', 'in', ids)
    .orderBy('position')
    .execute()
  const seen = rows.map((row) => ({
    subscriptionId: row.subscription_id,
    kind: row.kind as 'plan' | 'option',
    description: row.description,
    quantity: row.quantity,
    unitAmount: row.unit_amount,
    hourly: readHourly(row.tiers as unknown as WrittenTiers | null),
  }))
  return Map.groupBy(seen, (item) => item.subscriptionId)
}
