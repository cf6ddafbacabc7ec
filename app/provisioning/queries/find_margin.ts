import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { listHoldingsOf } from '#app/network/index'
import { type CostKind, type Margin, marginOf, monthlyRevenue } from '#app/provisioning/domain/margin'
import { findService } from '#app/provisioning/records/services'
import { listCostsOn } from '#app/provisioning/records/upstream_costs'

const clock = new Clock()
const tables = { panel: 'panels', plan: 'plans', address: 'address_pools' } as const

/** Whether there is what a cost is for: a panel, a plan or a pool. */
export async function isCostTarget({
  kind,
  targetId,
}: {
  kind: CostKind
  targetId: string
}): Promise<boolean> {
  const row = await db.selectFrom(tables[kind]).select('id').where('id', '=', targetId).executeTakeFirst()
  return row !== undefined
}

/** What is left of what a service brings in a month, after what is paid for it today; null when there is no such service. */
export function findMargin(serviceId: string): Promise<Margin | null> {
  return inReadTransaction(async () => {
    const service = await findService(serviceId)
    if (!service) return null
    const { rows } = await sql<{
      amount: bigint
      currency: string
      unit: string
      count: number
      neighbours: number
    }>`
      select b.recurring_amount as amount, b.currency, b.interval_unit as unit, b.interval_count as count,
             (select count(*)::int from services n where n.panel_id = ${service.panelId} and n.status in ('active', 'suspended')) as neighbours
        from subscriptions b where b.id = ${service.subscriptionId}`.execute(db)
    const [sold] = rows
    if (!sold) return null
    const pools = await heldByPool(serviceId)
    const today = dateIn(currentTenant().timeZone, clock.now())
    const costs = await listCostsOn(today, [service.panelId, service.planId, ...pools.keys()])
    const counted = costs.map(({ kind, targetId, amount, currency }) => ({
      kind,
      amount,
      currency,
      count: kind === 'panel' ? sold.neighbours : kind === 'address' ? (pools.get(targetId) ?? 0) : 1,
    }))
    const revenue = { amount: monthlyRevenue(sold.amount, sold), currency: sold.currency }
    return marginOf(revenue, counted)
  })
}

/** How many addresses of each pool it holds now. */
async function heldByPool(serviceId: string): Promise<Map<string, number>> {
  const { rows } = await listHoldingsOf({ serviceId, before: null, size: 200 })
  const counts = new Map<string, number>()
  for (const { poolId, endedAt } of rows)
    if (poolId && !endedAt) counts.set(poolId, (counts.get(poolId) ?? 0) + 1)
  return counts
}
