import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CouponRedemptions } from '#app/shared/database/schema'
import type { AgreedCoupon } from '#app/promotions/domain/agreed_coupon'

export type RedemptionStatus = 'held' | 'active' | 'returned'

export interface Redemption {
  id: string
  couponId: string
  customerId: string
  orderId: string
  status: RedemptionStatus
  agreed: AgreedCoupon
  currency: string
}

export interface NewRedemption {
  id: string
  customerId: string
  orderId: string
  currency: string
  agreed: AgreedCoupon
  redeemedAt: Date
}

export async function insertRedemptions(redemptions: NewRedemption[]): Promise<void> {
  await db
    .insertInto('coupon_redemptions')
    .values(
      redemptions.map((redemption) => ({
        id: redemption.id,
        coupon_id: redemption.agreed.couponId,
        customer_id: redemption.customerId,
        order_id: redemption.orderId,
        variant: redemption.agreed.variant,
        status: 'held',
        agreed: JSON.stringify(redemption.agreed),
        redeemed_at: redemption.redeemedAt,
        currency: redemption.currency,
      }))
    )
    .execute()
}

/** What an order holds of coupons, in one order of locks. */
export async function lockHeldRedemptions(orderId: string): Promise<Redemption[]> {
  const rows = await db
    .selectFrom('coupon_redemptions')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('status', '=', 'held')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toRedemption)
}

export async function closeRedemptions(
  ids: string[],
  changes: { status: RedemptionStatus; closedAt: Date; revenue: bigint | null }
): Promise<void> {
  await db
    .updateTable('coupon_redemptions')
    .set({ status: changes.status, closed_at: changes.closedAt, revenue: changes.revenue })
    .where('id', 'in', ids)
    .execute()
}

function toRedemption(row: Selectable<CouponRedemptions>): Redemption {
  return {
    id: row.id,
    couponId: row.coupon_id,
    customerId: row.customer_id,
    orderId: row.order_id,
    status: row.status as RedemptionStatus,
    agreed: row.agreed as unknown as AgreedCoupon,
    currency: row.currency,
  }
}

/** Notes who was shown which side of an experiment; the first time stands. */
export async function insertExposures(
  exposures: { couponId: string; subject: string; variant: string }[],
  shownAt: Date
): Promise<void> {
  const rows = exposures.map(({ couponId, subject, variant }) => ({ coupon_id: couponId, subject, variant }))
  await sql`
    insert into coupon_exposures (coupon_id, subject, variant, shown_at)
    select r.coupon_id, r.subject, r.variant, ${shownAt}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(coupon_id uuid, subject uuid, variant text)
     order by 1, 2
    on conflict do nothing`.execute(db)
}

/** Which sides of experiments were shown before, by `coupon:subject`. */
export async function listShownVariants(
  entries: readonly { code: string; subject: string }[]
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('coupon_exposures as e')
    .innerJoin('coupons as c', (join) => join.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.coupon_id'))
    .select(['e.coupon_id', 'e.subject', 'e.variant'])
    .where('c.code', 'in', entries.map(({ code }) => code))
    .where('e.subject', 'in', entries.map(({ subject }) => subject))
    .execute() // prettier-ignore
  return new Map(rows.map((row) => [`${row.coupon_id}:${row.subject}`, row.variant]))
}

/** As whom an experiment knows a customer, or whoever fills a cart: by what they bought, or else by the first side that they were shown. */
export async function findKnownSubject(
  code: string,
  { customerId, cartId }: { customerId: string | null; cartId: string | null }
): Promise<string | null> {
  const { rows } = await sql<{ subject: string }>`
    select coalesce(
      (select r.agreed ->> 'subject' from coupon_redemptions r
        where r.tenant_id = c.tenant_id and r.coupon_id = c.id and r.customer_id = ${customerId} and r.variant is not null
        order by r.redeemed_at limit 1),
      (select e.subject::text from coupon_exposures e
        where e.tenant_id = c.tenant_id and e.coupon_id = c.id and e.subject in (${customerId}, ${cartId})
        order by e.shown_at, e.subject limit 1)) as subject
      from coupons c where c.code = ${code}`.execute(db)
  return rows[0]?.subject ?? null
}
