import { type RawBuilder, sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { monthlyRates } from '#app/provisioning/domain/margin'

const clock = new Clock()

export interface PlanMargin {
  planId: string
  plan: string
  currency: string
  /** Running services of the plan that are paid for in this currency. */
  count: number
  /** Of how many the margin cannot be said: the sums leave them out. */
  unknownCount: number
  lossCount: number
  revenue: bigint
  costs: bigint
  margin: bigint
}

/** What each plan brings, costs and leaves in a month, the least that is left first. One sum for each currency, because nothing is converted. */
export function sumMarginsByPlan({ panelId }: { panelId?: string | null }): Promise<PlanMargin[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<PlanMargin>`
      ${weighed(panelId ? sql`and s.panel_id = ${panelId}` : sql``)}
      select w.plan_id as "planId", d.name || ' · ' || p.name as plan, w.currency, w.count, w.unknown as "unknownCount", w.losses as "lossCount",
             w.revenue, w.costs, w.revenue - w.costs as margin
        from (select plan_id, currency, count(*)::int as count, (count(*) filter (where margin is null))::int as unknown,
                     (count(*) filter (where margin < 0))::int as losses,
                     coalesce(sum(revenue) filter (where margin is not null), 0)::bigint as revenue,
                     coalesce(sum(spent) filter (where margin is not null), 0)::bigint as costs
                from weighed group by plan_id, currency) w
        join plans p on p.id = w.plan_id
        join products d on d.tenant_id = p.tenant_id and d.id = p.product_id
       order by w.revenue - w.costs, w.plan_id, w.currency`.execute(db)
    return rows
  })
}

/** Of running services those that cost more than they bring, as a condition on `s.id`. Within the caller's transaction. */
export function isAtLoss(): RawBuilder<unknown> {
  return sql`s.id in (${weighed(sql``)} select id from weighed where margin < 0)`
}

/**
 * The same rule as `marginOf` and `monthlyRevenue`, for all services at once: each share is rounded once, half away from zero, and a service with a
 * cost in another currency than its own has no margin. A test holds both to each other.
 */
function weighed(narrower: RawBuilder<unknown>): RawBuilder<unknown> {
  const today = dateIn(currentTenant().timeZone, clock.now())
  const rates = Object.entries(monthlyRates).map(
    ([unit, [numerator, denominator]]) => sql`(${unit}::text, ${numerator}::numeric, ${denominator}::numeric)`
  )
  return sql`
    with rates (unit, numerator, denominator) as (values ${sql.join(rates)}),
    sold as (
      select s.id, s.plan_id, s.panel_id, b.currency,
             div(2 * b.recurring_amount * r.numerator + r.denominator * b.interval_count, 2 * r.denominator * b.interval_count) as revenue
        from services s
        join subscriptions b on b.tenant_id = s.tenant_id and b.id = s.subscription_id
        join rates r on r.unit = b.interval_unit
       where s.status in ('active', 'suspended') ${narrower}),
    neighbours as (select panel_id, count(*)::numeric as count from services where status in ('active', 'suspended') group by panel_id),
    held as (
      select service_id, pool_id, count(*)::numeric as count from address_holdings
       where ended_at is null and pool_id is not null group by service_id, pool_id),
    costs as (
      select kind, target_id, amount, currency from upstream_costs
       where valid_from <= ${today} and coalesce(valid_until > ${today}, true)),
    shares as (
      select sold.id, c.currency, div(2 * c.amount + n.count, 2 * n.count) as amount
        from sold join costs c on c.kind = 'panel' and c.target_id = sold.panel_id join neighbours n on n.panel_id = sold.panel_id
      union all
      select sold.id, c.currency, c.amount from sold join costs c on c.kind = 'plan' and c.target_id = sold.plan_id
      union all
      select sold.id, c.currency, c.amount * h.count
        from sold join held h on h.service_id = sold.id join costs c on c.kind = 'address' and c.target_id = h.pool_id),
    spent as (
      select shares.id, sum(shares.amount) as amount, bool_or(shares.currency <> sold.currency) as is_foreign
        from shares join sold on sold.id = shares.id group by shares.id),
    weighed as (
      select sold.id, sold.plan_id, sold.currency, sold.revenue, spent.amount as spent,
             case when not spent.is_foreign then sold.revenue - spent.amount end as margin
        from sold left join spent on spent.id = sold.id)`
}
