import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Coupons } from '#app/shared/database/schema'
import type { Benefit, Coupon, CouponStatus, CouponTerms, CouponVariant } from '#app/promotions/domain/coupon'

export function toCoupon(row: Selectable<Coupons>): Coupon {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    status: row.status as CouponStatus,
    benefit: row.benefit as unknown as Benefit,
    variants: row.variants as unknown as CouponVariant[],
    periods: row.periods,
    limitTotal: row.limit_total,
    limitPerCustomer: row.limit_per_customer,
    redeemedCount: row.redeemed_count,
    planIds: row.plan_ids,
    intervals: row.intervals,
    countries: row.countries,
    minimumAmounts: row.minimum_amounts as Record<string, string> | null,
    isForNewCustomers: row.is_for_new_customers,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    position: row.position,
    isExclusive: row.is_exclusive,
    createdAt: row.created_at,
  }
}

function toColumns(terms: CouponTerms) {
  return {
    code: terms.code,
    name: terms.name,
    benefit: JSON.stringify(terms.benefit),
    variants: JSON.stringify(terms.variants),
    periods: terms.periods,
    limit_total: terms.limitTotal,
    limit_per_customer: terms.limitPerCustomer,
    plan_ids: terms.planIds && [...terms.planIds],
    intervals: terms.intervals && [...terms.intervals],
    countries: terms.countries && [...terms.countries],
    minimum_amounts: terms.minimumAmounts && JSON.stringify(terms.minimumAmounts),
    is_for_new_customers: terms.isForNewCustomers,
    starts_at: terms.startsAt,
    ends_at: terms.endsAt,
    position: terms.position,
    is_exclusive: terms.isExclusive,
  }
}

/** @returns false when another coupon has the code: the database keeps one of each */
export async function insertCoupon(coupon: Coupon): Promise<boolean> {
  const inserted = await db
    .insertInto('coupons')
    .values({ id: coupon.id, status: coupon.status, created_at: coupon.createdAt, ...toColumns(coupon) })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'code']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function updateCoupon(coupon: Coupon): Promise<void> {
  await db
    .updateTable('coupons')
    .set({ status: coupon.status, ...toColumns(coupon) })
    .where('id', '=', coupon.id)
    .execute()
}

export async function lockCoupon(id: string): Promise<Coupon | null> {
  const row = await db
    .selectFrom('coupons')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toCoupon(row) : null
}

export async function findCoupon(id: string): Promise<Coupon | null> {
  const row = await db.selectFrom('coupons').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toCoupon(row) : null
}

export async function listCouponsByCode(codes: string[]): Promise<Coupon[]> {
  const rows = await db.selectFrom('coupons').selectAll().where('code', 'in', codes).execute()
  return rows.map(toCoupon)
}

export interface CouponFilter {
  status?: CouponStatus | undefined
  search?: string | undefined
  cursor?: string | null | undefined
  size: number
}

/** Newest first. One row more than asked for tells whether there is another page. */
export async function listCouponRows({ status, search, cursor, size }: CouponFilter): Promise<Coupon[]> {
  let query = db
    .selectFrom('coupons')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(size + 1)
  if (status) query = query.where('status', '=', status)
  if (search) query = query.where(sql<boolean>`(code like ${`%${search.toUpperCase().replace(/[%_\\]/g, '\\$&')}%`} or name ilike ${`%${search.replace(/[%_\\]/g, '\\$&')}%`})`) // prettier-ignore
  if (cursor) query = query.where('id', '<', cursor)
  return (await query.execute()).map(toCoupon)
}

/**
 * Takes one use of each coupon, in one order, so that two orders never wait for each other in a circle. The row itself says how
 * many there are: of two orders that race for the last use, one gets it. @returns the coupons that had one left
 */
export async function takeUses(ids: string[]): Promise<{ id: string; limitPerCustomer: number | null }[]> {
  await db.selectFrom('coupons').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
  const rows = await db
    .updateTable('coupons')
    .set({ redeemed_count: sql`redeemed_count + 1` })
    .where('id', 'in', ids)
    .where('status', '=', 'active')
    .where(sql<boolean>`(limit_total is null or redeemed_count < limit_total)`)
    .returning(['id', 'limit_per_customer'])
    .execute()
  return rows.map((row) => ({ id: row.id, limitPerCustomer: row.limit_per_customer }))
}

/** The same for one customer's own uses. @returns the coupons that the customer may still use */
export async function takeCustomerUses(
  customerId: string,
  coupons: { id: string; limitPerCustomer: number | null }[]
): Promise<string[]> {
  const rows = coupons.map(({ id, limitPerCustomer }) => ({ id, limit: limitPerCustomer }))
  const taken = await sql<{ coupon_id: string }>`
    insert into coupon_customers as c (coupon_id, customer_id, redeemed_count, limit_count)
    select r.id, ${customerId}, 1, r."limit" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "limit" int)
     order by r.id
    on conflict (tenant_id, coupon_id, customer_id) do update
       set redeemed_count = c.redeemed_count + 1, limit_count = excluded.limit_count
     where excluded.limit_count is null or c.redeemed_count < excluded.limit_count
    returning coupon_id`.execute(db)
  return taken.rows.map((row) => row.coupon_id)
}

export async function giveBackUses(customerId: string, ids: string[]): Promise<void> {
  await db.selectFrom('coupons').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
  await db
    .updateTable('coupons')
    .set({ redeemed_count: sql`redeemed_count - 1` })
    .where('id', 'in', ids)
    .execute()
  await db
    .updateTable('coupon_customers')
    .set({ redeemed_count: sql`redeemed_count - 1` })
    .where('customer_id', '=', customerId)
    .where('coupon_id', 'in', ids)
    .execute()
}

/** How often a customer used some coupons, by coupon. */
export async function countUsesBy(customerId: string, ids: string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('coupon_customers')
    .select(['coupon_id', 'redeemed_count'])
    .where('customer_id', '=', customerId)
    .where('coupon_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.coupon_id, row.redeemed_count]))
}
