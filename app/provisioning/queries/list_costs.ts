import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { CostKind } from '#app/provisioning/domain/margin'
import type { UpstreamCost } from '#app/provisioning/records/upstream_costs'

const tables = { panel: 'panels', plan: 'plans', address: 'address_pools' } as const

/** A cost with the name of what is paid for. */
export interface NamedCost extends UpstreamCost {
  targetName: string
}

export interface CostTarget {
  kind: CostKind
  id: string
  name: string
}

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

/** What can have a cost: panels, plans and pools, by name. */
export function listCostTargets(): Promise<CostTarget[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<CostTarget>`
      select 'panel' as kind, id, name from panels
      union all select 'address', id, name || ' (' || network::text || ')' from address_pools
      union all select 'plan', p.id, d.name || ' · ' || p.name from plans p
        join products d on d.tenant_id = p.tenant_id and d.id = p.product_id
       order by 1, 3`.execute(db)
    return rows
  })
}

/** Costs that are written down, the latest first; of one target only, where that is asked for. */
export function listCosts(of: {
  targetId?: string | null
  before: string | null
  size: number
}): Promise<Page<NamedCost>> {
  return inReadTransaction(async () => {
    const conditions = [
      sql`true`,
      ...(of.targetId ? [sql`c.target_id = ${of.targetId}`] : []),
      ...(of.before ? [sql`c.id < ${of.before}`] : []),
    ]
    return toPage(await readCosts(sql.join(conditions, sql` and `), of.size + 1), of.size)
  })
}

export function findNamedCost(id: string): Promise<NamedCost | null> {
  return inReadTransaction(async () => (await readCosts(sql`c.id = ${id}`, 1))[0] ?? null)
}

async function readCosts(condition: ReturnType<typeof sql>, limit: number): Promise<NamedCost[]> {
  const { rows } = await sql<NamedCost>`
    select c.id, c.kind, c.target_id as "targetId", c.amount, c.currency, c.valid_from as "validFrom", c.valid_until as "validUntil",
           c.note, c.created_at as "createdAt", coalesce(n.name, d.name || ' · ' || p.name, a.name, '') as "targetName"
      from upstream_costs c
      left join panels n on c.kind = 'panel' and n.tenant_id = c.tenant_id and n.id = c.target_id
      left join plans p on c.kind = 'plan' and p.tenant_id = c.tenant_id and p.id = c.target_id
      left join products d on d.tenant_id = p.tenant_id and d.id = p.product_id
      left join address_pools a on c.kind = 'address' and a.tenant_id = c.tenant_id and a.id = c.target_id
     where ${condition} order by c.id desc limit ${limit}`.execute(db)
  return rows
}
