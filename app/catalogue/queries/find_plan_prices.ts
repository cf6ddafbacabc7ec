import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Interval } from '#app/shared/time/calendar'

/** A price that a plan has or had. */
export interface PlanPrice {
  id: string
  planId: string
  currency: string
  interval: Interval
  /** For one interval, minor units. */
  amount: bigint
}

/** Which prices did some plans ever have? */
export async function findPlanPrices(planIds: readonly string[]): Promise<PlanPrice[]> {
  if (planIds.length === 0) return []
  const rows = await inReadTransaction(() =>
    db
      .selectFrom('prices')
      .select(['id', 'plan_id', 'currency', 'interval_unit', 'interval_count', 'amount'])
      .where('plan_id', 'in', [...new Set(planIds)])
      .execute()
  )
  return rows.map((row) => ({
    id: row.id,
    planId: row.plan_id,
    currency: row.currency,
    interval: { unit: row.interval_unit as Interval['unit'], count: row.interval_count },
    amount: row.amount,
  }))
}

/** What do the plans cost today, with their names? */
export async function listSellablePrices(): Promise<(PlanPrice & { planName: string })[]> {
  const rows = await inReadTransaction(() =>
    db
      .selectFrom('prices')
      .innerJoin('plans', (join) =>
        join.onRef('plans.tenant_id', '=', 'prices.tenant_id').onRef('plans.id', '=', 'prices.plan_id')
      )
      .select(['prices.id', 'plan_id', 'currency', 'interval_unit', 'interval_count', 'amount', 'plans.name'])
      .where('replaced_at', 'is', null)
      .orderBy('plans.position')
      .orderBy('currency')
      .orderBy('amount')
      .limit(500)
      .execute()
  )
  // A version that begins later stands beside the one of today: the plan, its interval and currency are what is chosen.
  const seen = new Set<string>()
  const first = rows.filter((row) => {
    const key = `${row.plan_id}|${row.currency}|${row.interval_unit}|${row.interval_count}`
    return seen.has(key) ? false : Boolean(seen.add(key))
  })
  return first.map((row) => ({
    id: row.id,
    planId: row.plan_id,
    planName: row.name,
    currency: row.currency,
    interval: { unit: row.interval_unit as Interval['unit'], count: row.interval_count },
    amount: row.amount,
  }))
}
