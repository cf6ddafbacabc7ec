import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Coupon } from '#app/promotions/domain/coupon'

/** What a coupon, or one side of its experiment, has brought. */
export interface CouponResult {
  /** Null for a coupon without an experiment, and for orders placed before it had one. */
  variant: string | null
  /** Visitors and customers who saw a price with it; null where nobody counts, for a coupon without an experiment. */
  shown: bigint | null
  /** Of these, how many placed an order. Whoever orders twice is one. */
  buyers: bigint
  /** Of these, how many paid for one. */
  payers: bigint
  /** Orders placed with it. */
  redeemed: bigint
  /** Of these, orders that were paid and whose services run. */
  orders: bigint
  /** Of these, orders that came to nothing. */
  returned: bigint
  /** What the invoices of these orders came to without tax, by currency. */
  revenue: { currency: string; amount: bigint }[]
}

interface ResultRow extends Omit<CouponResult, 'revenue'> {
  currency: string | null
  amount: bigint
}

/** What came of a coupon, side by side, from what was recorded when it happened. Sides that nobody has seen yet are there too. */
export function reportCoupon({ id, variants }: Pick<Coupon, 'id' | 'variants'>): Promise<CouponResult[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<ResultRow>`
      with shown as (
        select variant, count(*) as shown from coupon_exposures where coupon_id = ${id} group by 1
      ), people as (
        select variant, count(distinct agreed ->> 'subject') as buyers,
               count(distinct agreed ->> 'subject') filter (where status = 'active') as payers
          from coupon_redemptions where coupon_id = ${id} group by 1
      ), used as (
        select variant, currency, count(*) as redeemed, count(*) filter (where status = 'active') as orders,
               count(*) filter (where status = 'returned') as returned, coalesce(sum(revenue), 0)::bigint as amount
          from coupon_redemptions where coupon_id = ${id} group by 1, 2
      )
      select coalesce(s.variant, u.variant) as variant, s.shown, coalesce(p.buyers, 0) as buyers, coalesce(p.payers, 0) as payers,
             coalesce(u.redeemed, 0) as redeemed, coalesce(u.orders, 0) as orders, coalesce(u.returned, 0) as returned,
             u.currency, coalesce(u.amount, 0) as amount
        from shown s full join used u on u.variant = s.variant left join people p on p.variant is not distinct from coalesce(s.variant, u.variant)
       order by u.currency`.execute(db)
    const found = Map.groupBy(rows, ({ variant }) => variant)
    const order = [null, ...variants.map(({ key }) => key)]
    const keys = [...new Set([...order.filter((key) => key !== null || found.has(key)), ...found.keys()])]
    return keys.map((key) => addUp(key, found.get(key) ?? []))
  })
}

function addUp(variant: string | null, rows: readonly ResultRow[]): CouponResult {
  const sum = (key: 'redeemed' | 'orders' | 'returned') => rows.reduce((all, row) => all + row[key], 0n)
  return {
    variant,
    shown: variant === null ? null : (rows[0]?.shown ?? 0n),
    buyers: rows[0]?.buyers ?? 0n,
    payers: rows[0]?.payers ?? 0n,
    redeemed: sum('redeemed'),
    orders: sum('orders'),
    returned: sum('returned'),
    revenue: rows.flatMap(({ currency, amount }) => (currency ? [{ currency, amount }] : [])),
  }
}
