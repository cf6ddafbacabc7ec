import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { hourEndsAt, type Stretch } from '#app/subscriptions/domain/hours'
import type { StandingItem } from '#app/subscriptions/domain/standing'

/** From now on the hours of a subscription are counted. */
export async function openStretch(subscriptionId: string, startsAt: Date): Promise<void> {
  await db
    .insertInto('hourly_stretches')
    .values({ subscription_id: subscriptionId, starts_at: startsAt })
    // One that was closed before it had begun begins after all.
    .onConflict((conflict) => conflict.columns(['tenant_id', 'subscription_id', 'starts_at']).doUpdateSet({ ends_at: null }))
    .execute()
} // prettier-ignore

/** The last hours of a subscription that were counted go on as if they had never ended. */
export async function reopenStretch(subscriptionId: string): Promise<void> {
  await sql`
    update hourly_stretches set ends_at = null
     where subscription_id = ${subscriptionId}
       and starts_at = (select max(h.starts_at) from hourly_stretches h where h.subscription_id = ${subscriptionId})`.execute(
    db
  )
}

/** Its hours are not counted any more; the one that is under way is. */
export async function closeStretch(subscriptionId: string, endsAt: Date): Promise<void> {
  await db
    .updateTable('hourly_stretches')
    // One that begins with the next hour, after a change, has not begun at all.
    .set({ ends_at: sql<Date>`greatest(starts_at, ${endsAt}::timestamptz)` })
    .where('subscription_id', '=', subscriptionId)
    .where('ends_at', 'is', null)
    .execute()
}

/**
 * From the hour after the one under way a subscription is for something else: what has run so far was for these items.
 * @returns whether its hours are counted
 */
export async function splitStretch(
  subscriptionId: string,
  { items, now }: { items: readonly StandingItem[]; now: Date }
): Promise<boolean> {
  const open = await db
    .selectFrom('hourly_stretches')
    .select('starts_at')
    .where('subscription_id', '=', subscriptionId)
    .where('ends_at', 'is', null)
    .executeTakeFirst()
  if (!open) return false
  const at = hourEndsAt({ startsAt: open.starts_at }, now)
  const isBegun = at > open.starts_at
  if (isBegun) await closeStretch(subscriptionId, at)
  await db
    .updateTable('hourly_stretches')
    .set({ items: JSON.stringify(items) })
    .where('subscription_id', '=', subscriptionId)
    .where('ends_at', 'is not', null)
    .where('items', 'is', null)
    .execute()
  if (isBegun) await openStretch(subscriptionId, at)
  return true
}

/** The stretches of some subscriptions that reach into what is not invoiced yet, earliest first. */
export async function listStretches(subscriptionIds: readonly string[]): Promise<Map<string, Stretch[]>> {
  if (subscriptionIds.length === 0) return new Map()
  // A day more than any zone is away from UTC.
  const { rows } = await sql<Stretch>`
    select h.subscription_id as "subscriptionId", h.starts_at as "startsAt", h.ends_at as "endsAt", h.items
      from subscriptions s join hourly_stretches h on h.tenant_id = s.tenant_id and h.subscription_id = s.id
     where s.id = any(${subscriptionIds}::uuid[]) and (h.ends_at is null or h.ends_at > s.current_period_starts_on - 2)
     order by h.subscription_id, h.starts_at`.execute(db)
  return Map.groupBy(rows, ({ subscriptionId }) => subscriptionId)
}
