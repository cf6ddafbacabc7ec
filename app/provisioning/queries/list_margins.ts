import { sql, type RawBuilder } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { countHeldByPool } from '#app/network/index'
import { type Margin, marginOf, monthlyRevenue } from '#app/provisioning/domain/margin'
import { isAtLoss } from '#app/provisioning/queries/sum_margins'
import { listCostsOn, type UpstreamCost } from '#app/provisioning/records/upstream_costs'

const clock = new Clock()

export interface MarginQuestion {
  panelId?: string | null
  planId?: string | null
  /** Only what costs more than it brings. */
  onlyLosses?: boolean
  before: string | null
  size: number
}

interface SoldRow {
  id: string
  hostname: string
  customer_id: string
  customer_name: string
  plan_id: string
  plan: string
  panel_id: string
  panel: string
  amount: bigint
  currency: string
  unit: string
  count: number
}

export interface ServiceMargin {
  service: SoldRow
  margin: Margin
}

/** What is left of each running service in a month, after what is paid for it today? The newest first. */
export function listMargins({
  panelId,
  planId,
  onlyLosses,
  before,
  size,
}: MarginQuestion): Promise<Page<ServiceMargin & { id: string }>> {
  return inReadTransaction(async () => {
    const conditions = [
      sql`s.status in ('active', 'suspended')`,
      ...(panelId ? [sql`s.panel_id = ${panelId}`] : []),
      ...(planId ? [sql`s.plan_id = ${planId}`] : []),
      ...(onlyLosses ? [isAtLoss()] : []),
      ...(before ? [sql`s.id < ${before}`] : []),
    ]
    const sold = await listSold(conditions, size + 1)
    const { rows, nextCursor } = toPage(sold, size)
    const margins = await weigh(rows)
    return {
      rows: rows.map((service) => ({ id: service.id, service, margin: margins.get(service.id)! })),
      nextCursor,
    }
  })
}

/** The same for one service, whatever state it is in; null when there is none. */
export function findMargin(serviceId: string): Promise<Margin | null> {
  return inReadTransaction(async () => {
    const [service] = await listSold([sql`s.id = ${serviceId}`], 1)
    return service ? ((await weigh([service])).get(serviceId) ?? null) : null
  })
}

async function listSold(conditions: RawBuilder<unknown>[], limit: number): Promise<SoldRow[]> {
  const { rows } = await sql<SoldRow>`
    select s.id, s.hostname, s.customer_id, c.name as customer_name, s.plan_id, d.name || ' · ' || p.name as plan, s.panel_id, n.name as panel,
           b.recurring_amount as amount, b.currency, b.interval_unit as unit, b.interval_count as count
      from services s
      join subscriptions b on b.tenant_id = s.tenant_id and b.id = s.subscription_id
      join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id
      join products d on d.tenant_id = p.tenant_id and d.id = p.product_id
      join panels n on n.tenant_id = s.tenant_id and n.id = s.panel_id
     where ${sql.join(conditions, sql` and `)}
     order by s.id desc limit ${limit}`.execute(db)
  return rows
}

/** Sets what is paid for panels, plans and addresses today against what each of some services brings. */
async function weigh(services: readonly SoldRow[]): Promise<Map<string, Margin>> {
  const held = await countHeldByPool(services.map(({ id }) => id))
  const neighbours = await countNeighbours([...new Set(services.map((one) => one.panel_id))])
  const targets = services.flatMap((one) => [one.panel_id, one.plan_id])
  const today = dateIn(currentTenant().timeZone, clock.now())
  const costs = await listCostsOn(today, [...new Set([...targets, ...held.map(({ poolId }) => poolId)])])
  const pools = Map.groupBy(held, ({ serviceId }) => serviceId)
  return new Map(
    services.map((service) => {
      const counts = new Map([
        [service.panel_id, neighbours.get(service.panel_id) ?? 0],
        [service.plan_id, 1],
        ...(pools.get(service.id) ?? []).map(({ poolId, count }) => [poolId, count] as const),
      ])
      const own = costs.filter(({ targetId }) => counts.has(targetId))
      const revenue = { amount: monthlyRevenue(service.amount, service), currency: service.currency }
      return [
        service.id,
        marginOf(
          revenue,
          own.map((cost) => counted(cost, counts))
        ),
      ]
    })
  )
}

function counted({ kind, targetId, amount, currency }: UpstreamCost, counts: ReadonlyMap<string, number>) {
  return { kind, amount, currency, count: counts.get(targetId)! }
}

/** How many services share what a panel costs. */
async function countNeighbours(panelIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ panel_id: string; count: number }>`
    select panel_id, count(*)::int as count from services
     where panel_id = any(${[...panelIds]}::uuid[]) and status in ('active', 'suspended') group by panel_id`.execute(
    db
  )
  return new Map(rows.map(({ panel_id, count }) => [panel_id, count]))
}
