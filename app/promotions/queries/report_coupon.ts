import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** What a coupon, or one side of its experiment, has brought. */
export interface CouponResult {
  /** Null for a coupon without an experiment. */
  variant: string | null
  /** Visitors and customers who saw a price with it; null where nobody counts, for a coupon without an experiment. */
  shown: bigint | null
  /** Orders placed with it. */
  redeemed: bigint
  /** Of these, orders whose services run. */
  orders: bigint
  /** Of these, orders that came to nothing. */
  returned: bigint
  /** What the invoices of these orders came to without tax, by currency. */
  revenue: { currency: string; amount: bigint }[]
}

/** What came of a coupon, side by side, from what was recorded when it happened. */
export function reportCoupon(couponId: string): Promise<CouponResult[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<Omit<CouponResult, 'revenue'> & { currency: string | null; amount: bigint }>`
      with shown as (
        select variant, count(*) as shown from coupon_exposures where coupon_id = ${couponId} group by 1
      ), used as (
        select variant, currency, count(*) as redeemed, count(*) filter (where status = 'active') as orders,
               count(*) filter (where status = 'returned') as returned, coalesce(sum(revenue), 0)::bigint as amount
          from coupon_redemptions where coupon_id = ${couponId} group by 1, 2
      )
      select coalesce(s.variant, u.variant) as variant, s.shown, coalesce(u.redeemed, 0) as redeemed,
             coalesce(u.orders, 0) as orders, coalesce(u.returned, 0) as returned, u.currency, coalesce(u.amount, 0) as amount
        from shown s full join used u on u.variant = s.variant order by 1 nulls first, u.currency`.execute(db)
    return [...Map.groupBy(rows, ({ variant }) => variant).values()].map(addUp)
  })
}

function addUp(rows: (Omit<CouponResult, 'revenue'> & { currency: string | null; amount: bigint })[]): CouponResult {
  const sum = (key: 'redeemed' | 'orders' | 'returned') => rows.reduce((all, row) => all + row[key], 0n)
  return {
    variant: rows[0]!.variant,
    shown: rows[0]!.shown,
    redeemed: sum('redeemed'),
    orders: sum('orders'),
    returned: sum('returned'),
    revenue: rows.flatMap(({ currency, amount }) => (currency ? [{ currency, amount }] : [])),
  }
} // prettier-ignore
