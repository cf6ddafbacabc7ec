import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { DriftKind, DriftStatus } from '#app/provisioning/domain/drift'
import { type ComparisonRow, listLatestComparisons } from '#app/provisioning/records/comparisons'
import { type DriftRow, toDrift } from '#app/provisioning/records/drifts'

/** What a list is narrowed down to. */
export interface DriftChoice {
  status?: DriftStatus
  kind?: DriftKind
  panelId?: string
  /** Part of the name of a server, or its reference on its panel. */
  search?: string
  /** Only these. */
  ids?: readonly string[]
}

export interface DriftFilter extends DriftChoice {
  before: string | null
  size: number
}

export interface ListedDrift extends DriftRow {
  panelName: string
  driver: string
  customer: { id: string; name: string } | null
  hostname: string | null
}

/** What differs between panels and what is sold, the latest first. Names are looked up for the page alone. */
export function listDrifts(filter: DriftFilter): Promise<Page<ListedDrift>> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('drifts')
      .selectAll()
      .where(conditionOf(filter))
      .$if(filter.before !== null, (query) => query.where('id', '<', filter.before!))
      .orderBy('id', 'desc')
      .limit(filter.size + 1)
      .execute()
    const drifts = rows.map(toDrift)
    const names = await namesOf(drifts)
    return toPage(
      drifts.map((drift) => {
        const owner = drift.serviceId ? names.owners.get(drift.serviceId) : undefined
        const panel = names.panels.get(drift.panelId)
        return {
          ...drift,
          panelName: panel?.name ?? '',
          driver: panel?.driver ?? '',
          customer: owner ? { id: owner.customer_id, name: owner.name } : null,
          hostname: owner?.hostname ?? null,
        }
      }),
      filter.size
    )
  })
}

/** The ids of all that a list narrowed down so shows, one more than `limit` at most. Within the caller's transaction. */
export async function chooseDriftIds(choice: DriftChoice, limit: number): Promise<string[]> {
  const rows = await db.selectFrom('drifts').select('id').where(conditionOf(choice)).orderBy('id', 'desc').limit(limit + 1).execute() // prettier-ignore
  return rows.map(({ id }) => id)
}

function conditionOf({ ids, status, kind, panelId, search }: DriftChoice): RawBuilder<boolean> {
  const text = search?.trim().toLowerCase()
  const conditions = [
    sql`true`,
    ...(ids ? [sql`id = any(${[...ids]}::uuid[])`] : []),
    ...(status ? [sql`status = ${status}`] : []),
    ...(kind ? [sql`kind = ${kind}`] : []),
    ...(panelId ? [sql`panel_id = ${panelId}`] : []),
    ...(text ? [sql`(strpos(lower(name), ${text}) > 0 or lower(reference) = ${text})`] : []),
  ]
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

export async function findListedDrift(id: string): Promise<ListedDrift | null> {
  const { rows } = await listDrifts({ ids: [id], before: null, size: 1 })
  return rows[0] ?? null
}

async function namesOf(drifts: DriftRow[]) {
  const panels = await db.selectFrom('panels').select(['id', 'name', 'driver']).execute()
  const serviceIds = [...new Set(drifts.flatMap(({ serviceId }) => serviceId ?? []))]
  const owners =
    serviceIds.length === 0
      ? []
      : await db
          .selectFrom('services')
          .innerJoin('customers', (join) =>
            join
              .onRef('customers.tenant_id', '=', 'services.tenant_id')
              .onRef('customers.id', '=', 'services.customer_id')
          )
          .select(['services.id', 'services.hostname', 'customers.id as customer_id', 'customers.name'])
          .where('services.id', 'in', serviceIds)
          .execute()
  return {
    panels: new Map(panels.map((panel) => [panel.id, panel])),
    owners: new Map(owners.map((owner) => [owner.id, owner])),
  }
}

export interface DriftSum {
  panelId: string
  kind: DriftKind
  count: number
  /** By currency, minor units in a month. */
  amounts: Record<string, string>
}

/** How much is open on each panel, and what it is worth. */
export function summariseDrifts(): Promise<{ sums: DriftSum[]; comparisons: ComparisonRow[] }> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{
      panel_id: string
      kind: DriftKind
      count: number
      amounts: Record<string, string> | null
    }>`
      select panel_id, kind, sum(count)::int as count, jsonb_object_agg(currency, amount::text) filter (where currency is not null) as amounts
        from (select panel_id, kind, currency, count(*) as count, sum(monthly_amount) as amount
                from drifts where status in ('open', 'repairing') group by panel_id, kind, currency) by_currency
       group by panel_id, kind order by panel_id, kind`.execute(db)
    return {
      sums: rows.map(({ panel_id, kind, count, amounts }) => ({
        panelId: panel_id,
        kind,
        count,
        amounts: amounts ?? {},
      })),
      comparisons: await listLatestComparisons(),
    }
  })
}
